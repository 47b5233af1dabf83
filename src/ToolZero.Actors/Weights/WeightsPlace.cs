using Akka.Actor;
using ToolZero.Actors.Weights.Lane;

namespace ToolZero.Actors.Weights;

/// <summary>How a node that gives weights on is placed.</summary>
/// <param name="Node">Its name, stable over restarts.</param>
/// <param name="Tree">The tree, wherever it is.</param>
/// <param name="Lane">Where it serves frames.</param>
/// <param name="Time">Clock.</param>
public sealed record WeightsPlace(string Node, ICanTell Tree, LanePlace Lane, TimeProvider Time);
