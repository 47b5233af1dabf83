using System.Collections.Immutable;
using ToolZero.Model.Weights.Transfer;
using static ToolZero.Actors.Weights.TransferProtocol;

namespace ToolZero.Actors.Weights;

/// <summary>
/// What to fetch to have the weights of an offer: a chain of deltas from what is here, or all of them. Nothing at all when a step changed no weight,
/// as one does whose groups all had equal rewards.
/// </summary>
/// <param name="Target">The weights that come out, as a full manifest.</param>
/// <param name="Deltas">From the base on; empty when the whole is fetched, or nothing.</param>
public sealed record FetchPlan(WeightManifest Target, ImmutableArray<WeightManifest> Deltas)
{
    public bool IsFull { get; private init; } = Deltas.IsEmpty;

    /// <summary>Bytes in the frames of all that is fetched.</summary>
    public long Bytes => IsFull ? Target.Bytes : Deltas.Sum(d => d.Bytes);

    /// <summary>The smallest plan.</summary>
    /// <param name="offer">What there is.</param>
    /// <param name="held">Hash of the weights that are here; null for none, or when deltas are not to be trusted.</param>
    public static FetchPlan Of(Offer offer, string? held)
    {
        var whole = new FetchPlan(offer.Full, []);
        if (held is null) return whole;
        var chain = new List<WeightManifest>();
        // Backwards from the target: of two deltas with the same result, the one offered last is as good as any.
        for (var wanted = offer.Full.Sha256; wanted != held;)
        {
            if (chain.Count == offer.Deltas.Length || offer.Deltas.LastOrDefault(d => d.Sha256 == wanted && d.BaseSha256 != wanted) is not { } step) return whole;
            chain.Add(step);
            wanted = step.BaseSha256;
        }

        chain.Reverse();
        var plan = new FetchPlan(offer.Full, [.. chain]) { IsFull = false };
        return plan.Bytes < whole.Bytes ? plan : whole;
    }
}
