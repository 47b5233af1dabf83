namespace Microsoft.ML.Tokenizers;

/// <summary>What encoding a text gave.</summary>
/// <typeparam name="T">Ids, or tokens.</typeparam>
public struct EncodeResults<T>
{
    public IReadOnlyList<T> Tokens { get; set; }

    /// <summary>The normalised text, or null where nothing was normalised.</summary>
    public string? NormalizedText { get; set; }

    public int CharsConsumed { get; set; }
}
