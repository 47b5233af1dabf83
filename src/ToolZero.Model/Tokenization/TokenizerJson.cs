using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Data;

namespace ToolZero.Model.Tokenization;

/// <summary>One merge: two token ids whose texts joined are a token again. Its rank is its place in the list.</summary>
public readonly record struct TokenMerge(int Left, int Right);

/// <summary>
/// A byte-level byte-pair tokenizer as the file tokenizer.json describes it. Reading checks everything that encoding relies on: ids, merges, all 256 bytes, and that
/// no part of the pipeline asks for something that is not done here.
/// </summary>
public sealed record TokenizerJson
{
    /// <summary>The name of the file in a model's folder.</summary>
    public const string FileName = "tokenizer.json";

    /// <summary>Larger files are refused unread.</summary>
    public const long MaxFileBytes = 256L << 20;

    /// <summary>Ids lie below this.</summary>
    public const int MaxTokens = 1 << 21;

    /// <summary>Characters of one token.</summary>
    public const int MaxTokenLength = 4096;

    /// <summary>Token, spelled in the <see cref="ByteAlphabet"/>, to id.</summary>
    public required IReadOnlyDictionary<string, int> Vocabulary { get; init; }

    /// <summary>The merges, best first.</summary>
    public required ImmutableArray<TokenMerge> Merges { get; init; }

    public ImmutableArray<AddedToken> AddedTokens { get; init; } = [];

    /// <summary>The expressions that cut a text, one after the other; none: the text is one piece.</summary>
    public ImmutableArray<string> SplitPatterns { get; init; } = [];

    /// <summary>Texts are put into normalisation form C before they are cut.</summary>
    public bool Composed { get; init; }

    /// <summary>A piece that is a token as a whole is that token, whatever the merges give.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>The post-processor's JSON text, kept for writing; encoding adds nothing to a text.</summary>
    public string? PostProcessor { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">The file cannot be read, or a field is missing, wrong or not supported; the message names both.</exception>
    public static TokenizerJson Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (file.Length > MaxFileBytes)
                throw new DataException($"{path}: {file.Length} bytes are more than a tokenizer may have ({MaxFileBytes}): give a tokenizer.json.");
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new DataException($"{path}: cannot be read ({error.Message.ReplaceLineEndings(" ")}): give the path of a tokenizer.json.", error);
        }
    }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="utf8">The JSON text.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="DataException">As for <see cref="Read"/>.</exception>
    public static TokenizerJson Parse(ReadOnlyMemory<byte> utf8, string name)
    {
        if (utf8.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            utf8 = utf8[3..];
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 32 });
            return new TokenizerJsonReader(name).Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new DataException($"{name}: is not a tokenizer in JSON ({error.Message.ReplaceLineEndings(" ")}): give a tokenizer.json.", error);
        }
    }

    /// <summary>Writes the file: aside, then renamed, so that a reader never sees half of it.</summary>
    public void Write(string path)
    {
        string aside = path + ".tmp";
        using (FileStream stream = new(aside, FileMode.Create, FileAccess.Write))
        {
            TokenizerJsonWriter.Write(this, stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }
}
