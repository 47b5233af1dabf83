using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Weights;

/// <summary>A version made ready for others: hashed, and encoded as a step from the one before. Never on an actor's thread.</summary>
/// <param name="Weights">To be served.</param>
/// <param name="Delta">The step from the version before; null when there is none, or when it would not be smaller than the whole.</param>
/// <param name="Hashing">Time that the hash took.</param>
/// <param name="Encoding">Time that the delta took.</param>
internal sealed record Publication(ServedWeights Weights, DeltaPayload? Delta, TimeSpan Hashing, TimeSpan Encoding)
{
    /// <param name="snapshot">The version; a share of it passes to the result.</param>
    /// <param name="before">The version before, of which the caller holds a share; null = only the whole.</param>
    /// <param name="settings">Sizes.</param>
    /// <param name="time">Clock.</param>
    public static Publication Of(PolicySnapshot snapshot, ServedWeights? before, WeightsSettings settings, TimeProvider time)
    {
        var start = time.GetTimestamp();
        var weights = ServedWeights.Published(snapshot, settings.FrameBytes);
        var hashed = time.GetTimestamp();
        if (before is null) return new Publication(weights, null, time.GetElapsedTime(start, hashed), TimeSpan.Zero);
        var identity = new DeltaIdentity(weights.Key, weights.Manifest.Sha256, before.Key, before.Manifest.Sha256);
        var delta = DeltaEncoder.Encode(before.Image, weights.Image, identity, settings.FrameBytes, Math.Min(settings.KeepBytes, weights.Manifest.Bytes - 1));
        return new Publication(weights, delta, time.GetElapsedTime(start, hashed), time.GetElapsedTime(hashed));
    }
}
