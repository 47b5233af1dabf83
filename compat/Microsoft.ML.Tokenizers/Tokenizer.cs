namespace Microsoft.ML.Tokenizers;

/// <summary>Turns text into token ids and ids into text: normalise, cut into pieces, encode each piece.</summary>
public abstract class Tokenizer
{
    public virtual PreTokenizer? PreTokenizer => null;

    public virtual Normalizer? Normalizer => null;

    /// <summary>The ids of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="considerPreTokenization">False: the whole text is one piece.</param>
    /// <param name="considerNormalization">False: the text is taken as it is.</param>
    public IReadOnlyList<int> EncodeToIds(string text, bool considerPreTokenization = true, bool considerNormalization = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        return EncodeToIds(text, text.AsSpan(), Settings(considerPreTokenization, considerNormalization)).Tokens;
    }

    /// <inheritdoc cref="EncodeToIds(string, bool, bool)"/>
    public IReadOnlyList<int> EncodeToIds(ReadOnlySpan<char> text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(null, text, Settings(considerPreTokenization, considerNormalization)).Tokens;

    /// <summary>How many ids a text has.</summary>
    public int CountTokens(string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(text, considerPreTokenization, considerNormalization).Count;

    /// <inheritdoc cref="CountTokens(string, bool, bool)"/>
    public int CountTokens(ReadOnlySpan<char> text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(text, considerPreTokenization, considerNormalization).Count;

    /// <summary>The text of ids; an id without a token adds nothing.</summary>
    public abstract string Decode(IEnumerable<int> ids);

    protected abstract EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings);

    private static EncodeSettings Settings(bool considerPreTokenization, bool considerNormalization) =>
        new() { ConsiderPreTokenization = considerPreTokenization, ConsiderNormalization = considerNormalization };
}
