using System.Collections.Immutable;

namespace ToolZero.Model.Tokenization;

/// <summary>What a new tokenizer shall be.</summary>
public sealed record TokenizerTrainingSettings
{
    /// <summary>All tokens together: 256 bytes, merges, added tokens. Fewer come out where the documents have no more pairs.</summary>
    public required int VocabSize { get; init; }

    /// <summary>The expressions that cut a text; merges never cross a piece's border.</summary>
    public required ImmutableArray<string> SplitPatterns { get; init; }

    /// <summary>Control tokens: recognised as a whole in text, left out where a text is decoded without them.</summary>
    public ImmutableArray<string> SpecialTokens { get; init; } = [];

    /// <summary>Other tokens that are recognised as a whole in text.</summary>
    public ImmutableArray<string> WholeTokens { get; init; } = [];

    /// <summary>Texts are put into normalisation form C first.</summary>
    public bool Composed { get; init; }

    /// <summary>A pair that occurs less often is not merged.</summary>
    public long MinimumCount { get; init; } = 2;
}
