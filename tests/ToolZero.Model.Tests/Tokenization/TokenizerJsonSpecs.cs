using System.Text;
using System.Text.Json.Nodes;
using ToolZero.Core.Data;
using ToolZero.Core.Randomness;
using ToolZero.Model.Tokenization;

namespace ToolZero.Model.Tests.Tokenization;

public sealed class TokenizerJsonSpecs
{
    [Fact]
    public void A_written_file_reads_as_the_same_tokenizer()
    {
        TokenizerJson first = TokenizerJson.Parse(Bytes(SmallTokenizer.Json()), "t.json");
        string path = Path.Combine(Directory.CreateTempSubdirectory("toolzero-json-").FullName, TokenizerJson.FileName);
        first.Write(path);
        TokenizerJson second = TokenizerJson.Read(path);
        Assert.Equal(first.Vocabulary, second.Vocabulary);
        Assert.Equal(first.Merges.ToArray(), second.Merges.ToArray());
        Assert.Equal(first.AddedTokens.ToArray(), second.AddedTokens.ToArray());
        Assert.Equal(first.SplitPatterns.ToArray(), second.SplitPatterns.ToArray());
        Assert.Equal(first.Composed, second.Composed);
        Assert.Equal(first.PostProcessor, second.PostProcessor);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void Merges_may_be_written_as_pairs()
    {
        JsonObject json = SmallTokenizer.Json();
        json["model"]!["merges"] = new JsonArray(new JsonArray("a", "b"));
        Assert.Equal([new TokenMerge(SmallTokenizer.Id('a'), SmallTokenizer.Id('b'))], TokenizerJson.Parse(Bytes(json), "t.json").Merges.ToArray());
    }

    [Theory]
    [InlineData("model", "null", "model")]
    [InlineData("model.type", "\"Unigram\"", "model.type")]
    [InlineData("model.vocab", "[]", "model.vocab")]
    [InlineData("model.vocab.a", "-1", "model.vocab")]
    [InlineData("model.vocab.a", "1.5", "model.vocab")]
    [InlineData("model.vocab.a", "99999999999", "model.vocab")]
    [InlineData("model.vocab.a", "3000000", "model.vocab")]
    [InlineData("model.vocab.a", "\"1\"", "model.vocab")]
    [InlineData("model.vocab.new", "0", "model.vocab")]
    [InlineData("model.merges.0", "\"ab\"", "model.merges[0]")]
    [InlineData("model.merges.0", "\"a  b\"", "model.merges[0]")]
    [InlineData("model.merges.0", "\"a z\"", "model.merges[0]")]
    [InlineData("model.merges.1", "\"a b\"", "model.merges[1]")]
    [InlineData("model.merges.0", "[\"a\"]", "model.merges[0]")]
    [InlineData("model.merges.0", "7", "model.merges[0]")]
    [InlineData("model.dropout", "0.1", "model.dropout")]
    [InlineData("model.byte_fallback", "true", "model.byte_fallback")]
    [InlineData("model.ignore_merges", "1", "model.ignore_merges")]
    [InlineData("model.end_of_word_suffix", "\"</w>\"", "model.end_of_word_suffix")]
    [InlineData("normalizer", "{\"type\":\"NFKC\"}", "normalizer.type")]
    [InlineData("normalizer", "{}", "normalizer.type")]
    [InlineData("pre_tokenizer", "null", "pre_tokenizer")]
    [InlineData("pre_tokenizer", "{\"type\":\"Metaspace\"}", "pre_tokenizer.type")]
    [InlineData("pre_tokenizer.pretokenizers.0.behavior", "\"Removed\"", "pre_tokenizer.pretokenizers[0].behavior")]
    [InlineData("pre_tokenizer.pretokenizers.0.pattern", "{}", "pre_tokenizer.pretokenizers[0].pattern.Regex")]
    [InlineData("pre_tokenizer.pretokenizers.1.add_prefix_space", "true", "add_prefix_space")]
    [InlineData("decoder", "{\"type\":\"WordPiece\"}", "decoder")]
    [InlineData("decoder", "null", "decoder")]
    [InlineData("added_tokens", "{}", "added_tokens")]
    [InlineData("added_tokens.0.id", "0", "added_tokens[0].id")]
    [InlineData("added_tokens.0.content", "\"\"", "added_tokens[0].content")]
    [InlineData("added_tokens.0.special", "3", "added_tokens[0].special")]
    [InlineData("added_tokens.1.content", "\"<end>\"", "added_tokens[1].content")]
    public void A_wrong_field_is_named_with_its_file_in_one_line(string field, string value, string named)
    {
        JsonNode json = SmallTokenizer.Json();
        JsonNode at = json;
        string[] path = field.Split('.');
        foreach (string key in path[..^1])
            at = int.TryParse(key, out int index) ? at[index]! : at[key]!;
        if (int.TryParse(path[^1], out int last))
            at[last] = JsonNode.Parse(value);
        else
            at[path[^1]] = JsonNode.Parse(value);

        string message = Assert.Throws<DataException>(() => TokenizerJson.Parse(Bytes(json), "t.json")).Message;
        Assert.StartsWith("t.json: ", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_missing_byte_is_named()
    {
        JsonObject json = SmallTokenizer.Json();
        json["model"]!["vocab"]!.AsObject().Remove("~");
        Assert.Contains("0x7E", Assert.Throws<DataException>(() => TokenizerJson.Parse(Bytes(json), "t.json")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_file_is_named() =>
        Assert.Contains("/no/such/folder", Assert.Throws<DataException>(() => TextTokenizer.Load("/no/such/folder")).Message, StringComparison.Ordinal);

    [Fact]
    public void Damaged_files_give_a_tokenizer_or_one_error()
    {
        byte[] whole = Bytes(SmallTokenizer.Json()).ToArray();
        RandomStream random = new(3);
        for (int round = 0; round < 1000; round++)
        {
            byte[] damaged = [.. whole];
            int edits = 1 + random.Next(4);
            for (int i = 0; i < edits; i++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (random.Chance(0.2))
                damaged = damaged[..random.Next(damaged.Length)];
            try
            {
                new TextTokenizer(TokenizerJson.Parse(damaged, "t.json")).Encode("abc <end> é");
            }
            catch (DataException error)
            {
                Assert.DoesNotContain('\n', error.Message);
            }
        }
    }

    [Theory]
    [InlineData("IQ== 0\nIQ== 1\n", "(2)")]
    [InlineData("IQ== 0\nIg== 0\n", "(2)")]
    [InlineData("IQ==\n", "(1)")]
    [InlineData("!! 0\n", "(1)")]
    [InlineData("IQ== -1\n", "(1)")]
    [InlineData("IQ== 9999999999\n", "(1)")]
    [InlineData("IQ== 0\n", "byte 0x00")]
    public void A_wrong_line_of_a_ranked_vocabulary_is_named(string text, string named)
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, text);
        string message = Assert.Throws<DataException>(() => TextTokenizer.LoadTiktoken(path)).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
        File.Delete(path);
    }

    private static ReadOnlyMemory<byte> Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
