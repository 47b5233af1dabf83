namespace ToolZero.Core.Data;

/// <summary>How Seal-Tools rows become tasks.</summary>
/// <param name="Distractors">Most tools offered beside the called ones.</param>
/// <param name="Seed">Chooses them; the same seed offers the same tools for the same row, whatever stands around it.</param>
public sealed record SealToolsSettings(int Distractors = 5, ulong Seed = 1)
{
    public static SealToolsSettings Default { get; } = new();
}
