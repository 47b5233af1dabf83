namespace ToolZero.Model.Configuration;

/// <summary>
/// Llama-3 frequency scaling of the rotary embedding (rope_type "llama3"): wavelengths longer than
/// <c>OriginalMaxPositions / LowFrequencyFactor</c> are stretched by <see cref="Factor"/>, those shorter than
/// <c>OriginalMaxPositions / HighFrequencyFactor</c> stay, those between are interpolated.
/// </summary>
public sealed record RopeScaling(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalMaxPositions);
