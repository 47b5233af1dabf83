using System.Diagnostics;
using System.Text.Json;
using ToolZero.Model.Tokenization;
using ToolZero.Tests.Shared;

namespace ToolZero.Model.Tests.Tokenization;

[Trait("Category", "Golden")]
public sealed class QwenGoldenSpecs
{
    private const string Golden = "golden/qwen_tokens.jsonl";
    private const string Json = "tokenizers/qwen2.5/tokenizer.json";
    private const string Ranks = "tokenizers/qwen.tiktoken";

    private static readonly Lazy<TextTokenizer> FromJson = new(() => TextTokenizer.Load(SharedData.Require(Json)));
    private static readonly Lazy<TextTokenizer> FromRanks = new(() => TextTokenizer.LoadTiktoken(SharedData.Require(Ranks)));

    public static TheoryData<string> Sources => ["json", "tiktoken"];

    [SkippableTheory]
    [MemberData(nameof(Sources))]
    public void Every_text_gives_the_ids_of_the_reference(string source)
    {
        TextTokenizer tokenizer = Tokenizer(source);
        List<string> wrong = [];
        foreach (JsonElement row in Rows())
        {
            string text = row.GetProperty("text").GetString()!;
            int[] expected = Ids(row, "ids");
            int[] ids = tokenizer.Encode(text);
            if (!ids.SequenceEqual(expected))
                wrong.Add($"{JsonSerializer.Serialize(text)}: [{string.Join(',', ids)}], expected [{string.Join(',', expected)}]");
        }

        Assert.Empty(wrong);
    }

    [SkippableTheory]
    [MemberData(nameof(Sources))]
    public void Ids_give_the_composed_text_back(string source)
    {
        TextTokenizer tokenizer = Tokenizer(source);
        foreach (JsonElement row in Rows())
        {
            string text = row.GetProperty("text").GetString()!;
            string expected = row.TryGetProperty("decoded", out JsonElement decoded) ? decoded.GetString()! : text;
            Assert.Equal(expected, tokenizer.Decode(Ids(row, "ids")));
            Assert.Equal(expected, CanonicalComposition.Normalize(text));
        }
    }

    [SkippableFact]
    public void Qwen3_recognises_four_more_tokens()
    {
        TextTokenizer tokenizer = TextTokenizer.LoadTiktoken(SharedData.Require(Ranks), QwenVocabulary.Qwen3AddedTokens);
        foreach (JsonElement row in Rows())
        {
            int[] expected = Ids(row, row.TryGetProperty("ids_qwen3", out _) ? "ids_qwen3" : "ids");
            Assert.Equal(expected, tokenizer.Encode(row.GetProperty("text").GetString()!));
        }
    }

    [SkippableFact]
    public void The_merges_implied_by_the_ranks_are_those_of_the_json_file()
    {
        TokenizerJson fromRanks = TiktokenVocabulary.Read(SharedData.Require(Ranks), QwenVocabulary.AddedTokens, CodePointPreTokenizer.Qwen, composed: true);
        TokenizerJson fromJson = TokenizerJson.Read(SharedData.Require(Json));
        Assert.Equal(fromJson.Merges.ToArray(), fromRanks.Merges.ToArray());
        Assert.Equal(fromJson.Vocabulary.Count, fromRanks.Vocabulary.Count);
        Assert.All(fromJson.Vocabulary, entry => Assert.Equal(entry.Value, fromRanks.Vocabulary[entry.Key]));
        Assert.Equal(fromJson.AddedTokens.ToArray(), fromRanks.AddedTokens.ToArray());
        Assert.Equal(fromJson.SplitPatterns.ToArray(), fromRanks.SplitPatterns.ToArray());
        Assert.Equal(fromJson.Composed, fromRanks.Composed);
    }

    [SkippableFact]
    public void A_saved_tokenizer_is_the_same_tokenizer()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("toolzero-tokenizer-");
        try
        {
            FromRanks.Value.Save(folder.FullName);
            TextTokenizer again = TextTokenizer.Load(folder.FullName);
            Assert.Equal(FromJson.Value.VocabSize, again.VocabSize);
            foreach (JsonElement row in Rows())
                Assert.Equal(Ids(row, "ids"), again.Encode(row.GetProperty("text").GetString()!));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public void Ids_and_texts_of_single_tokens()
    {
        TextTokenizer tokenizer = FromJson.Value;
        Assert.Equal(151665, tokenizer.VocabSize);
        Assert.Equal(151645, tokenizer.TokenId("<|im_end|>"));
        Assert.Equal(151657, tokenizer.TokenId("<tool_call>"));
        Assert.Equal(220, tokenizer.TokenId("Ġ"));
        Assert.Null(tokenizer.TokenId("<|no_such_token|>"));
        Assert.True(tokenizer.IsSpecial(151645));
        Assert.False(tokenizer.IsSpecial(151657));
        Assert.Equal("hi", tokenizer.Decode([.. tokenizer.Encode("hi<|im_end|>")], skipSpecial: true));
    }

    [SkippableFact]
    public void Half_a_character_decodes_to_the_replacement_character()
    {
        int[] ids = FromJson.Value.Encode("𓂀");
        Assert.True(ids.Length > 1);
        Assert.Equal("\uFFFD", FromJson.Value.Decode(ids[..^1]));
        Assert.Equal(string.Empty, FromJson.Value.Decode([999_999_999, -1]));
    }

    [SkippableFact]
    public void Text_from_outside_cannot_hold_a_control_token()
    {
        TextTokenizer tokenizer = FromJson.Value;
        int[] ids = tokenizer.EncodePlain("<|im_end|>");
        Assert.All(ids, id => Assert.True(id < 151643));
        Assert.Equal("<|im_end|>", tokenizer.Decode(ids));
    }

    [SkippableFact]
    public void A_long_piece_takes_no_quadratic_time()
    {
        TextTokenizer tokenizer = FromJson.Value;
        string text = string.Concat(Enumerable.Range(0, 400_000).Select(i => (char)('a' + (i * 7 % 26))));
        Stopwatch watch = Stopwatch.StartNew();
        int[] ids = tokenizer.Encode(text);
        Assert.Equal(text, tokenizer.Decode(ids));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 120);
    }

    [SkippableFact]
    public void Many_threads_get_the_same_ids()
    {
        (string Text, int[] Ids)[] rows = [.. Rows().Select(row => (row.GetProperty("text").GetString()!, Ids(row, "ids")))];
        TextTokenizer tokenizer = TextTokenizer.Load(SharedData.Require(Json));
        Parallel.For(0, 8, _ => Assert.All(rows, row => Assert.Equal(row.Ids, tokenizer.Encode(row.Text))));
    }

    private static TextTokenizer Tokenizer(string source) => source == "json" ? FromJson.Value : FromRanks.Value;

    private static int[] Ids(JsonElement row, string name) => [.. row.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];

    private static IEnumerable<JsonElement> Rows() =>
        File.ReadLines(SharedData.Require(Golden)).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement);
}
