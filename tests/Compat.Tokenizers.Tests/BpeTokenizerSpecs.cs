using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Compat.Tokenizers.Tests;

public sealed class BpeTokenizerSpecs
{
    private static readonly string[] Tokens = ["a", "b", "c", "d", "ab", "bc", "abc", "aa", "aaaa", "é", "x", "?"];

    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("bcd", "bc d")]
    [InlineData("abab", "ab ab")]
    [InlineData("aaaaa", "aaaa a")]
    [InlineData("aaa", "aa a")]
    [InlineData("éab", "é ab")]
    public void Merges_go_by_rank_leftmost_first(string text, string tokens)
    {
        BpeTokenizer tokenizer = Create("a b", "ab c", "b c", "a a", "aa aa");
        Assert.Equal(Ids(tokens), tokenizer.EncodeToIds(text));
        Assert.Equal(Ids(tokens), tokenizer.EncodeToIds(text.AsSpan(), considerPreTokenization: false, considerNormalization: false));
        Assert.Equal(Ids(tokens).Length, tokenizer.CountTokens(text));
        Assert.Equal(Ids(tokens).Length, tokenizer.CountTokens(text.AsSpan()));
        Assert.Equal(text, tokenizer.Decode(Ids(tokens)));
    }

    [Fact]
    public void The_rank_is_the_line_and_not_the_id() => Assert.Equal(Ids("a bc"), Create("b c", "a b", "ab c").EncodeToIds("abc"));

    [Fact]
    public void Long_pieces_merge_as_short_ones_do()
    {
        BpeTokenizer tokenizer = Create("a b", "ab c", "b c", "a a", "aa aa");
        string text = string.Concat(Enumerable.Repeat("abcd", 300));
        Assert.Equal(Enumerable.Repeat(Ids("abc d"), 300).SelectMany(ids => ids), tokenizer.EncodeToIds(text));
        string run = new('a', 1001);
        Assert.Equal([.. Enumerable.Repeat(Ids("aaaa")[0], 250), Ids("a")[0]], tokenizer.EncodeToIds(run));
    }

    [Fact]
    public void Without_a_pre_tokenizer_words_and_signs_are_pieces_and_white_space_is_dropped()
    {
        BpeTokenizer tokenizer = Create("a b", "b c");
        Assert.Equal(Ids("ab ab ? c"), tokenizer.EncodeToIds("ab ab?c"));
        Assert.NotNull(tokenizer.PreTokenizer);
        Assert.Null(tokenizer.Normalizer);
    }

    [Fact]
    public void Characters_without_a_token_are_dropped() => Assert.Equal(Ids("a b"), Create().EncodeToIds("aZb"));

    [Fact]
    public void Or_become_the_unknown_token()
    {
        Assert.Equal(Ids("a ? ? b"), WithUnknown("?").EncodeToIds("aZZb"));
        Assert.Equal(Ids("a ? b"), WithUnknown("?", fuse: true).EncodeToIds("aZZb"));
    }

    [Fact]
    public void A_pre_tokenizer_keeps_merges_inside_its_pieces()
    {
        RegexPreTokenizer cutter = new(new Regex("a|[^a]+"), null);
        Assert.Equal(Ids("a bc"), Create(["a b", "ab c", "b c"], cutter).EncodeToIds("abc"));
        Assert.Equal(Ids("abc"), Create(["a b", "ab c", "b c"], cutter).EncodeToIds("abc", considerPreTokenization: false));
    }

    [Fact]
    public void A_special_token_is_a_piece_with_its_own_id()
    {
        Dictionary<string, int> special = new() { ["<x>"] = 99 };
        using Stream vocabulary = Vocabulary();
        using Stream merges = Lines("a b");
        BpeTokenizer tokenizer = BpeTokenizer.Create(vocabulary, merges, PreTokenizer.CreateWordOrNonWord(special), specialTokens: special);
        Assert.Equal([.. Ids("ab"), 99, .. Ids("ab")], tokenizer.EncodeToIds("ab<x>ab"));
        Assert.Equal(99, tokenizer.SpecialTokens!["<x>"]);
    }

    [Fact]
    public void A_normalizer_rewrites_the_text_first()
    {
        using Stream vocabulary = Vocabulary();
        BpeTokenizer tokenizer = BpeTokenizer.Create(vocabulary, null, null, new Lower());
        Assert.Equal(Ids("a b"), tokenizer.EncodeToIds("AB"));
        Assert.Empty(tokenizer.EncodeToIds("AB", considerNormalization: false));
    }

    [Fact]
    public void The_first_line_may_name_a_version() => Assert.Equal(Ids("ab"), Create("#version: 0.2", "a b").EncodeToIds("ab"));

    [Theory]
    [InlineData("ab")]
    [InlineData("a b c")]
    [InlineData("a z")]
    [InlineData("a d")]
    public void Wrong_merges_are_refused(string line) => Assert.Throws<InvalidOperationException>(() => Create(line));

    [Fact]
    public void The_vocabulary_is_shown()
    {
        IReadOnlyDictionary<string, int> vocabulary = Create("a b").Vocabulary;
        Assert.Equal(Tokens.Length, vocabulary.Count);
        Assert.Equal(4, vocabulary["ab"]);
    }

    [Fact]
    public void Ids_without_a_token_decode_to_nothing() => Assert.Equal("ab", Create("a b").Decode([4, 1000]));

    [Fact]
    public void An_empty_text_has_no_ids() => Assert.Empty(Create("a b").EncodeToIds(string.Empty));

    [Fact]
    public void Threads_share_a_tokenizer()
    {
        BpeTokenizer tokenizer = Create("a b", "ab c", "b c", "a a", "aa aa");
        Parallel.For(0, 2000, i => Assert.Equal(Ids("abc d aaaa"), tokenizer.EncodeToIds("abcdaaaa")));
    }

    [Fact]
    public void Pieces_are_offsets_into_the_text()
    {
        PreTokenizer cutter = PreTokenizer.CreateWordOrNonWord();
        Assert.Equal([(0, 2), (3, 1), (4, 2)], cutter.PreTokenize("ab ?cd"));
        Assert.Equal([(0, 2), (3, 1), (4, 2)], cutter.PreTokenize("ab ?cd".AsSpan()));
    }

    private static int[] Ids(string tokens) => [.. tokens.Split(' ').Select(token => Array.IndexOf(Tokens, token))];

    private static BpeTokenizer Create(params string[] merges) => Create(merges, null);

    private static BpeTokenizer Create(string[] merges, PreTokenizer? cutter)
    {
        using Stream vocabulary = Vocabulary();
        using Stream lines = Lines(merges);
        return cutter is null ? BpeTokenizer.Create(vocabulary, lines) : BpeTokenizer.Create(vocabulary, lines, cutter);
    }

    private static BpeTokenizer WithUnknown(string unknown, bool fuse = false)
    {
        using Stream vocabulary = Vocabulary();
        return BpeTokenizer.Create(vocabulary, null, unknownToken: unknown, fuseUnknownTokens: fuse);
    }

    private static MemoryStream Vocabulary() =>
        new(JsonSerializer.SerializeToUtf8Bytes(Tokens.Select((token, id) => (token, id)).ToDictionary(entry => entry.token, entry => entry.id)));

    private static MemoryStream Lines(params string[] lines) => new(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    private sealed class Lower : Normalizer
    {
        public override string Normalize(string original) => original.ToLowerInvariant();

        public override string Normalize(ReadOnlySpan<char> original) => original.ToString().ToLowerInvariant();
    }
}
