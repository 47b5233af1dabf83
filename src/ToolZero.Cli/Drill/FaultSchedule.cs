using System.Collections.Immutable;
using ToolZero.Actors.Clustering;
using ToolZero.Core.Data;
using ToolZero.Core.Randomness;

namespace ToolZero.Cli.Drill;

/// <summary>Which faults come when: pure, the same for the same seed. All kinds come about equally often, in a random order.</summary>
public static class FaultSchedule
{
    private static readonly ImmutableArray<(FaultKind Kind, string Role)> Kinds =
    [
        (FaultKind.Kill, NodeRoles.Rollout),
        (FaultKind.Kill, NodeRoles.Learner),
        (FaultKind.Kill, NodeRoles.Coordinator),
        (FaultKind.Kill, NodeRoles.Reward),
        (FaultKind.Freeze, NodeRoles.Rollout),
        (FaultKind.Freeze, NodeRoles.Reward),
        (FaultKind.DropConnections, NodeRoles.Rollout),
        (FaultKind.DropConnections, NodeRoles.Learner),
        (FaultKind.DropConnections, NodeRoles.Coordinator),
        (FaultKind.DelayFrames, NodeRoles.Learner),
        (FaultKind.DelayFrames, NodeRoles.Rollout),
        (FaultKind.CorruptFrames, NodeRoles.Rollout),
        (FaultKind.CorruptFrames, NodeRoles.Coordinator),
        (FaultKind.FullDisk, NodeRoles.Coordinator),
    ];

    /// <summary>Names of all faults there are.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Kinds.Select(k => Fault.NameOf(k.Kind, k.Role))];

    /// <param name="seed">Seed of the drill.</param>
    /// <param name="count">Number of faults.</param>
    /// <param name="every">Mean time between two of them; each comes at a random moment in the middle half of its interval.</param>
    /// <param name="lasts">How long a fault goes on that is not done at once.</param>
    /// <param name="only">Only faults whose name has one of these texts in it; none = all of them.</param>
    /// <exception cref="DataException">No fault has such a name.</exception>
    public static ImmutableArray<Fault> Create(ulong seed, int count, TimeSpan every, TimeSpan lasts, params IReadOnlyCollection<string> only)
    {
        if (only.FirstOrDefault(text => !Names.Any(name => name.Contains(text, StringComparison.Ordinal))) is { } unknown)
            throw new DataException($"--only {unknown}: no fault has that in its name; there are {string.Join(", ", Names)}");
        var kinds = Kinds.Where(k => only.Count == 0 || only.Any(text => Fault.NameOf(k.Kind, k.Role).Contains(text, StringComparison.Ordinal))).ToList();
        var random = new RandomStream(seed);
        var faults = ImmutableArray.CreateBuilder<Fault>(count);
        var round = new List<(FaultKind Kind, string Role)>();
        for (var i = 0; i < count; i++)
        {
            if (round.Count == 0)
            {
                round.AddRange(kinds);
                random.Shuffle(round);
            }

            var (kind, role) = round[^1];
            round.RemoveAt(round.Count - 1);
            faults.Add(new Fault(
                i + 1,
                every * (i + 0.25 + random.NextDouble() / 2),
                kind,
                role,
                random.NextDouble(),
                kind is FaultKind.Kill or FaultKind.DropConnections ? TimeSpan.Zero : lasts));
        }

        return faults.MoveToImmutable();
    }
}
