using System.Collections.Immutable;

namespace ToolZero.Model.Adapters;

/// <summary>
/// Low-rank adapters (LoRA; Hu et al. 2021, Eq. 3): W·x becomes W·x + (Alpha / Rank)·B·A·x with A of [Rank, inputs] and B of [outputs, Rank]. There
/// is no dropout: the policy that is trained has to be the one that sampled.
/// </summary>
/// <param name="Rank">r, above 0.</param>
/// <param name="Alpha">Numerator of the scale, above 0.</param>
/// <param name="Targets">Projections that get adapters, in the order of <see cref="AllTargets"/>.</param>
public sealed record AdapterSettings(int Rank, double Alpha, ImmutableArray<string> Targets)
{
    /// <summary>The linear projections of a layer, in canonical order, by the last part of their names.</summary>
    public static ImmutableArray<string> AllTargets { get; } = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    /// <summary>Factor of the product B·A.</summary>
    public double Scale => Alpha / Rank;

    /// <summary>The same with the targets in canonical order.</summary>
    public static AdapterSettings Of(int rank, double alpha, IEnumerable<string> targets) => new(rank, alpha, [.. AllTargets.Where(targets.ToHashSet().Contains)]);

    public bool Equals(AdapterSettings? other) => other is not null && (Rank, Alpha) == (other.Rank, other.Alpha) && Targets.SequenceEqual(other.Targets);

    public override int GetHashCode() => HashCode.Combine(Rank, Alpha, Targets.Length);
}
