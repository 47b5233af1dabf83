namespace ToolZero.Core.Rollouts;

/// <summary>What bounds the policy update of one batch; journalled with it, because operators may change it while the run goes on.</summary>
/// <param name="ClipLow">The importance ratio is clipped below at 1 − ClipLow.</param>
/// <param name="ClipHigh">The importance ratio is clipped above at 1 + ClipHigh.</param>
/// <param name="TruncatedImportance">C of the weight min(π_old / π_behaviour, C) on every token; 0 for none.</param>
public sealed record UpdateBounds(double ClipLow, double ClipHigh, double TruncatedImportance);
