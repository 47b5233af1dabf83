using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.ML.Tokenizers;

namespace ToolZero.Model.Tokenization;

/// <summary>
/// A byte vocabulary in the hands of <see cref="BpeTokenizer"/>, which merges characters: a byte is written as the character U+0100 plus its value, so that no token
/// holds what its merge file gives a meaning (a space, a line end, "#version").
/// </summary>
internal static class BytePairs
{
    private const int Base = 0x100;

    /// <summary>The character of a byte.</summary>
    public static char Spell(byte value) => (char)(Base + value);

    /// <summary>The characters of bytes.</summary>
    public static string Spell(byte[]? bytes) =>
        bytes is null ? string.Empty : string.Create(bytes.Length, bytes, (text, source) =>
        {
            for (int i = 0; i < source.Length; i++)
                text[i] = Spell(source[i]);
        });

    /// <param name="tokens">The bytes of each id; null: no token that merges can reach.</param>
    /// <param name="merges">The merges, best first.</param>
    public static BpeTokenizer Create(byte[]?[] tokens, ImmutableArray<TokenMerge> merges)
    {
        string[] spelled = Array.ConvertAll(tokens, Spell);
        using MemoryStream vocabulary = new();
        using (Utf8JsonWriter writer = new(vocabulary, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            for (int id = 0; id < spelled.Length; id++)
            {
                if (spelled[id].Length > 0)
                    writer.WriteNumber(spelled[id], id);
            }

            writer.WriteEndObject();
        }

        using MemoryStream lines = new();
        using (StreamWriter writer = new(lines, new UTF8Encoding(false), leaveOpen: true))
        {
            foreach (TokenMerge merge in merges)
            {
                // A token that spells no bytes cannot come about, so a merge of it never applies.
                if (spelled[merge.Left].Length == 0 || spelled[merge.Right].Length == 0)
                    continue;
                writer.Write(spelled[merge.Left]);
                writer.Write(' ');
                writer.Write(spelled[merge.Right]);
                writer.Write('\n');
            }
        }

        vocabulary.Position = 0;
        lines.Position = 0;
        return BpeTokenizer.Create(vocabulary, lines);
    }
}
