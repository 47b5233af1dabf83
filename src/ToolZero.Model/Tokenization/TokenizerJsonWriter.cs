using System.Text.Encodings.Web;
using System.Text.Json;

namespace ToolZero.Model.Tokenization;

/// <summary>Writes a tokenizer.json as other programs read it.</summary>
internal static class TokenizerJsonWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    public static void Write(TokenizerJson tokenizer, Stream stream)
    {
        using Utf8JsonWriter writer = new(stream, Options);
        writer.WriteStartObject();
        writer.WriteString("version", "1.0");
        writer.WriteNull("truncation");
        writer.WriteNull("padding");
        WriteAdded(tokenizer, writer);
        writer.WritePropertyName("normalizer");
        if (tokenizer.Composed)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "NFC");
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNullValue();
        }

        WriteCutter(tokenizer, writer);
        writer.WritePropertyName("post_processor");
        if (tokenizer.PostProcessor is { } post)
            writer.WriteRawValue(post);
        else
            WriteByteLevel(writer);
        writer.WritePropertyName("decoder");
        WriteByteLevel(writer);
        WriteModel(tokenizer, writer);
        writer.WriteEndObject();
    }

    private static void WriteAdded(TokenizerJson tokenizer, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("added_tokens");
        foreach (AddedToken token in tokenizer.AddedTokens)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", token.Id);
            writer.WriteString("content", token.Content);
            writer.WriteBoolean("single_word", token.SingleWord);
            writer.WriteBoolean("lstrip", token.StripLeft);
            writer.WriteBoolean("rstrip", token.StripRight);
            writer.WriteBoolean("normalized", token.Normalized);
            writer.WriteBoolean("special", token.Special);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCutter(TokenizerJson tokenizer, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("pre_tokenizer");
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray("pretokenizers");
        foreach (string pattern in tokenizer.SplitPatterns)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "Split");
            writer.WriteStartObject("pattern");
            writer.WriteString("Regex", pattern);
            writer.WriteEndObject();
            writer.WriteString("behavior", "Isolated");
            writer.WriteBoolean("invert", false);
            writer.WriteEndObject();
        }

        WriteByteLevel(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteByteLevel(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "ByteLevel");
        writer.WriteBoolean("add_prefix_space", false);
        writer.WriteBoolean("trim_offsets", false);
        writer.WriteBoolean("use_regex", false);
        writer.WriteEndObject();
    }

    private static void WriteModel(TokenizerJson tokenizer, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("model");
        writer.WriteString("type", "BPE");
        writer.WriteNull("dropout");
        writer.WriteNull("unk_token");
        writer.WriteNull("continuing_subword_prefix");
        writer.WriteNull("end_of_word_suffix");
        writer.WriteBoolean("fuse_unk", false);
        writer.WriteBoolean("byte_fallback", false);
        writer.WriteBoolean("ignore_merges", tokenizer.IgnoreMerges);
        writer.WriteStartObject("vocab");
        foreach ((string token, int id) in tokenizer.Vocabulary.OrderBy(entry => entry.Value))
            writer.WriteNumber(token, id);
        writer.WriteEndObject();
        writer.WriteStartArray("merges");
        Dictionary<int, string> tokens = tokenizer.Vocabulary.ToDictionary(entry => entry.Value, entry => entry.Key);
        foreach (TokenMerge merge in tokenizer.Merges)
        {
            (string left, string right) = (tokens[merge.Left], tokens[merge.Right]);

            // The one-string form cannot carry a token that holds a space itself.
            if (left.Contains(' ', StringComparison.Ordinal) || right.Contains(' ', StringComparison.Ordinal))
            {
                writer.WriteStartArray();
                writer.WriteStringValue(left);
                writer.WriteStringValue(right);
                writer.WriteEndArray();
            }
            else
            {
                writer.WriteStringValue($"{left} {right}");
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
