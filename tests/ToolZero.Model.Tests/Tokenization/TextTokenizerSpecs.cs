using System.Text.Json.Nodes;
using ToolZero.Core.Randomness;
using ToolZero.Model.Tokenization;

namespace ToolZero.Model.Tests.Tokenization;

public sealed class TextTokenizerSpecs
{
    [Fact]
    public void Merges_go_by_rank() => Assert.Equal([257, 'x', 258], SmallTokenizer.Create().Encode("abcxbc"));

    [Fact]
    public void Rank_is_the_place_in_the_list_and_not_the_id()
    {
        TextTokenizer tokenizer = SmallTokenizer.Create(json => json["model"]!["merges"] = new JsonArray("b c", "a b", "ab c"));
        Assert.Equal(['a', 258], tokenizer.Encode("abc"));
    }

    [Fact]
    public void Whole_pieces_win_where_merges_are_ignored()
    {
        TextTokenizer tokenizer = SmallTokenizer.Create(json =>
        {
            json["model"]!["merges"] = new JsonArray("b c", "a b", "ab c");
            json["model"]!["ignore_merges"] = true;
        });
        Assert.Equal([257], tokenizer.Encode("abc"));
    }

    [Fact]
    public void Added_tokens_are_recognised_anywhere()
    {
        TextTokenizer tokenizer = SmallTokenizer.Create();
        Assert.Equal([256, 260, 261, 'c', '<'], tokenizer.Encode("ab<end><tool>c<"));
        Assert.Equal("ab<end><tool>c<", tokenizer.Decode(tokenizer.Encode("ab<end><tool>c<")));
        Assert.Equal("ab<tool>c<", tokenizer.Decode(tokenizer.Encode("ab<end><tool>c<"), skipSpecial: true));
    }

    [Fact]
    public void The_longest_added_token_wins()
    {
        TextTokenizer tokenizer = SmallTokenizer.Create(json => json["added_tokens"]!.AsArray().Add(SmallTokenizer.Added(262, "<end><tool>", false)));
        Assert.Equal([262, 260, 'x'], tokenizer.Encode("<end><tool><end>x"));
    }

    [Fact]
    public void Plain_text_holds_no_added_token() => Assert.DoesNotContain(260, SmallTokenizer.Create().EncodePlain("<end>"));

    [Fact]
    public void Added_tokens_take_white_space_where_they_say_so()
    {
        TextTokenizer tokenizer = SmallTokenizer.Create(json =>
        {
            JsonObject token = json["added_tokens"]![0]!.AsObject();
            token["lstrip"] = true;
            token["rstrip"] = true;
        });
        Assert.Equal(['x', 260, 'y'], tokenizer.Encode("x  <end> \ny"));
    }

    [Fact]
    public void Single_words_are_not_found_inside_words()
    {
        TextTokenizer tokenizer = SmallTokenizer.Create(json =>
        {
            JsonObject token = SmallTokenizer.Added(262, "zz", false);
            token["single_word"] = true;
            json["added_tokens"]!.AsArray().Add(token);
        });
        Assert.Equal(['z', 'z', 'g', ' ', 262], tokenizer.Encode("zzg zz"));
    }

    [Fact]
    public void Normalised_tokens_are_found_in_the_normalised_text()
    {
        TextTokenizer tokenizer = SmallTokenizer.Create(json =>
        {
            JsonObject token = SmallTokenizer.Added(262, "é!", false);
            token["normalized"] = true;
            json["added_tokens"]!.AsArray().Add(token);
        });
        Assert.Equal([262, 'x'], tokenizer.Encode("e\u0301!x"));
    }

    [Fact]
    public void Lone_surrogates_become_the_replacement_character()
    {
        TextTokenizer tokenizer = SmallTokenizer.Create();
        Assert.Equal("a\uFFFDb", tokenizer.Decode(tokenizer.Encode("a\uD83Db")));
    }

    [Fact]
    public void Empty_texts_have_no_ids()
    {
        Assert.Empty(SmallTokenizer.Create().Encode(string.Empty));
        Assert.Equal(string.Empty, SmallTokenizer.Create().Decode([]));
    }

    [Fact]
    public void Any_text_survives_the_way_there_and_back()
    {
        TextTokenizer tokenizer = SmallTokenizer.Create();
        RandomStream random = new(5);
        string[] pool = ["a", "b", "c", "ab", "e", "f", " ", "\n", "1", "é", "𝒜", "😀", "<end>", "<tool>", "<", "世"];
        for (int round = 0; round < 2000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => random.Pick(pool)));
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
            Assert.Equal(text, tokenizer.Decode(tokenizer.EncodePlain(text)));
        }
    }
}
