namespace ToolZero.Actors.Weights;

/// <summary>The newest snapshot: their order only goes up, and a replayed one is dropped.</summary>
public sealed record WeightsState(PolicySnapshot? Newest)
{
    public static WeightsState Empty { get; } = new((PolicySnapshot?)null);

    /// <summary>The state with the newer one of both, and the snapshot whose share has to be given back.</summary>
    public (WeightsState State, PolicySnapshot? Superseded) Offer(PolicySnapshot snapshot) =>
        Newest is null ? (new WeightsState(snapshot), null)
        : snapshot.Key > Newest.Key ? (new WeightsState(snapshot), Newest)
        : (this, ReferenceEquals(snapshot, Newest) ? null : snapshot);
}
