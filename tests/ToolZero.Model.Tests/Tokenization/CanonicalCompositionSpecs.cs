using System.Globalization;
using System.Text;
using ToolZero.Core.Randomness;
using ToolZero.Model.Tokenization;

namespace ToolZero.Model.Tests.Tokenization;

public sealed class CanonicalCompositionSpecs
{
    [Theory]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u0915\u093C", "\u0915\u093C")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("a\u0305\u0301", "a\u0305\u0301")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\uD834\uDD5E", "\uD834\uDD57\uD834\uDD65")]
    public void Texts_are_composed(string text, string expected) => Assert.Equal(expected, CanonicalComposition.Normalize(text));

    [Fact]
    public void Lone_surrogates_become_the_replacement_character() =>
        Assert.Equal("\uFFFDx\uFFFD", CanonicalComposition.Normalize("\uD800x\uDC00"));

    [Fact]
    public void A_composed_text_is_returned_as_it_is()
    {
        const string Text = "naïve 世界 한국어 😀 Việt";
        Assert.Same(Text, CanonicalComposition.Normalize(Text));
    }

    [Fact]
    public void A_long_run_of_marks_takes_no_quadratic_time()
    {
        string text = "a" + string.Concat(Enumerable.Repeat("\u0301\u0323", 200_000));
        string composed = CanonicalComposition.Normalize(text);
        Assert.StartsWith("\u1EA1\u0323", composed, StringComparison.Ordinal);
        Assert.Equal(composed, CanonicalComposition.Normalize(composed));
    }

    [SkippableFact]
    public void Every_code_point_agrees_with_the_platform()
    {
        SkipWithoutUnicodeLibrary();
        int[] points = [.. Enumerable.Range(0x80, 0x10000 - 0x80), .. Enumerable.Range(0x11000, 0x350), .. Enumerable.Range(0x1D100, 0x100), .. Enumerable.Range(0x2F800, 0x21E)];
        foreach (int point in points.Where(Rune.IsValid).Where(point => CharUnicodeInfo.GetUnicodeCategory(point) != UnicodeCategory.OtherNotAssigned))
        {
            string text = "o\u0323" + new Rune(point) + "\u0301";
            Assert.Equal(text.Normalize(NormalizationForm.FormC), CanonicalComposition.Normalize(text));
        }
    }

    [SkippableFact]
    public void Random_texts_agree_with_the_platform()
    {
        SkipWithoutUnicodeLibrary();
        int[] pool =
        [
            .. "aeioqxA "u8, .. Enumerable.Range(0x300, 0x70), .. Enumerable.Range(0xC0, 0x40), 0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01, 0x915, 0x93C, 0x9C7, 0x9BE,
            0x1D157, 0x1D165, 0x3099, 0x304B, 0x304C, 0x1E9B, 0x1F71, 0x5D9, 0x5B4, 0xFB1D,
        ];
        RandomStream random = new(7);
        for (int round = 0; round < 5000; round++)
        {
            StringBuilder text = new();
            for (int i = 0; i < 12; i++)
                text.Append(new Rune(random.Pick(pool)));
            Assert.Equal(text.ToString().Normalize(NormalizationForm.FormC), CanonicalComposition.Normalize(text.ToString()));
        }
    }

    private static void SkipWithoutUnicodeLibrary() =>
        Skip.IfNot("e\u0301".Normalize(NormalizationForm.FormC).Length == 1, "the platform normalises nothing here: no ICU");
}
