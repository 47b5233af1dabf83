using System.Text;
using System.Text.Json.Nodes;
using ToolZero.Model.Tokenization;

namespace ToolZero.Model.Tests.Tokenization;

/// <summary>A tokenizer of 256 bytes, four merges and two added tokens: a b, ab c, b c, e f (in this rank).</summary>
internal static class SmallTokenizer
{
    public static int Id(char byteCharacter) => byteCharacter == ' ' ? 32 : byteCharacter;

    public static JsonObject Json()
    {
        JsonObject vocabulary = [];
        for (int value = 0; value < 256; value++)
            vocabulary[ByteAlphabet.Spell((byte)value).ToString()] = value;
        string[] merged = ["ab", "abc", "bc", "ef"];
        for (int i = 0; i < merged.Length; i++)
            vocabulary[merged[i]] = 256 + i;
        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray(Added(260, "<end>", true), Added(261, "<tool>", false)),
            ["normalizer"] = new JsonObject { ["type"] = "NFC" },
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "Split",
                        ["pattern"] = new JsonObject { ["Regex"] = @"\p{L}+|\p{N}|[^\p{L}\p{N}\s]+|\s" },
                        ["behavior"] = "Isolated",
                        ["invert"] = false,
                    },
                    new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = false }),
            },
            ["post_processor"] = new JsonObject { ["type"] = "ByteLevel" },
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel" },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray("a b", "ab c", "b c", "e f"),
            },
        };
    }

    public static TextTokenizer Create(Action<JsonObject>? change = null)
    {
        JsonObject json = Json();
        change?.Invoke(json);
        return new TextTokenizer(TokenizerJson.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()), "small"));
    }

    public static JsonObject Added(int id, string content, bool special) => new() { ["id"] = id, ["content"] = content, ["special"] = special };
}
