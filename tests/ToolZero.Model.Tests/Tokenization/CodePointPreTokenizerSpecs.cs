using System.Globalization;
using ToolZero.Core.Data;
using ToolZero.Core.Randomness;
using ToolZero.Model.Tokenization;

namespace ToolZero.Model.Tests.Tokenization;

public sealed class CodePointPreTokenizerSpecs
{
    private const string Llama3 =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const string Simple = @"\p{L}+|\p{N}|[^\p{L}\p{N}\s]+|\s";

    [Theory]
    [InlineData(CodePointPreTokenizer.Qwen, "It's 1234 cats!\n\n  x", "It|'s| |1|2|3|4| cats|!\n\n| | x")]
    [InlineData(Llama3, "It's 1234 cats", "It|'s| |123|4| cats")]
    [InlineData(Llama3, "𝟙𝟚𝟛𝟜 𠮷野", "𝟙𝟚𝟛|𝟜| 𠮷野")]
    [InlineData(CodePointPreTokenizer.Qwen, "𝒜𝓁 𠮷 1𝟙", "𝒜𝓁| 𠮷| |1|𝟙")]
    [InlineData(CodePointPreTokenizer.Qwen, "x'ſ y'K", "x|'ſ| y|'K")]
    [InlineData(CodePointPreTokenizer.Qwen, "😀😀 𝒜", "😀😀| 𝒜")]
    [InlineData(CodePointPreTokenizer.Gpt2, "we're 42 here", "we|'re| 42| here")]
    [InlineData(Simple, "get_weather(city='Oslo', n=42)", "get|_|weather|(|city|='|Oslo|',| |n|=|4|2|)")]
    [InlineData(Simple, "a  𝒜\n", "a| | |𝒜|\n")]
    [InlineData(@"\p{Lu}", "abCde", "ab|C|de")]
    public void Texts_are_cut_by_code_point(string pattern, string text, string pieces) => Assert.Equal(pieces, Cut(new CodePointPreTokenizer(pattern), text));

    [Fact]
    public void Several_patterns_cut_one_after_the_other() =>
        Assert.Equal("ab|1|2| cd", Cut(new CodePointPreTokenizer(@"\p{N}", CodePointPreTokenizer.Gpt2), "ab12 cd"));

    [Fact]
    public void Without_a_pattern_the_text_is_one_piece() => Assert.Equal("a b c", Cut(new CodePointPreTokenizer(), "a b c"));

    [Fact]
    public void Every_stand_in_has_the_category_of_the_code_point()
    {
        IEnumerable<int> wrong = Enumerable.Range(0x10000, 0x100000)
            .Where(point => CharUnicodeInfo.GetUnicodeCategory(point) != CharUnicodeInfo.GetUnicodeCategory(CodePointPreTokenizer.StandIn(point)));
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(CodePointPreTokenizer.Qwen)]
    [InlineData(Llama3)]
    [InlineData(Simple)]
    [InlineData(@"b+")]
    public void Pieces_cover_any_text_in_order(string pattern)
    {
        CodePointPreTokenizer cutter = new(pattern);
        RandomStream random = new(11);
        string[] pool = ["a", "b", " ", "\n", "\r", "1", "'s", "é", "𝒜", "𠮷", "😀", "\uD800", "\uDC00", "\t", ".", "世", "\u0301"];
        for (int round = 0; round < 2000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => random.Pick(pool)));
            Assert.Equal(text, string.Concat(cutter.PreTokenize(text).Select(piece => text.Substring(piece.Offset, piece.Length))));
            Assert.All(cutter.PreTokenize(text), piece => Assert.True(piece.Length > 0));
        }
    }

    [Theory]
    [InlineData("(")]
    [InlineData(@"\p{Han}")]
    [InlineData("[𝒜-𝒵]")]
    public void A_pattern_that_cannot_be_used_is_named(string pattern) =>
        Assert.Contains(pattern, Assert.Throws<DataException>(() => new CodePointPreTokenizer(pattern)).Message, StringComparison.Ordinal);

    private static string Cut(CodePointPreTokenizer cutter, string text) =>
        string.Join('|', cutter.PreTokenize(text).Select(piece => text.Substring(piece.Offset, piece.Length)));
}
