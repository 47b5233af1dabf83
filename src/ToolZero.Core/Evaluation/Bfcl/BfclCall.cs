using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl;

/// <summary>A call as the leaderboard's decoder gives it.</summary>
/// <param name="Name">Dotted names joined.</param>
/// <param name="Arguments">By name; None is the key of an unpacked mapping.</param>
public sealed record BfclCall(string Name, PyMapping Arguments);
