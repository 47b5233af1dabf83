#if COMPAT
using System.Diagnostics;
using System.Text;
using Akka.Configuration;

namespace Compat.Akka.Tests.Configuration;

public class HoconFuzzSpecs
{
    private static readonly string[] Pieces =
    [
        "a", "b", "key", "1", "2.5", " ", "\n", "\t", "=", ":", "+=", "{", "}", "[", "]", ",", ".", "\"", "\"\"\"", "${", "${?", "}", "${a}", "${?b}",
        "${a.b}", "#", "//", "\\", "\\u0041", "include \"x\"", "null", "on", "10s", "$", "?", "é", "\uD83D", "\0", "@", "a = 1\n", "a { b = 2 }\n", "b = ${a}\n", "a += 3\n",
    ];

    private const string Seed = "# c\ntool { a = 1, b = \"two\", c = [1, 2\n 3], d { e = 10s } }\ntool.d.f = ${tool.a} // x\ng = ${?none}\nh += 1\ni = \"\"\"t\"\"\"\n";

    [Fact]
    public void Random_and_mutated_texts_parse_or_raise_the_documented_exceptions()
    {
        var random = new Random(20261122);
        var parsed = 0;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 25_000; i++)
        {
            var text = i % 2 == 0 ? Assemble(random) : Mutate(random);
            try
            {
                var config = ConfigurationFactory.ParseString(text);
                var printed = config.ToString();
                Assert.Equal(printed, ConfigurationFactory.ParseString(printed).ToString());
                parsed++;
            }
            catch (Exception e) when (e is FormatException or ConfigurationException)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.InRange(parsed, 500, 24_500);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(300), $"25,000 texts took {clock.Elapsed}");
    }

    [Theory]
    [InlineData("a = ${b} ")]
    [InlineData("a {b = 1}\n")]
    [InlineData("a = [1]\n")]
    [InlineData("a += ${x}\n")]
    [InlineData("\"\\u0041\" = \"x\"\n")]
    [InlineData("a = ${?a}x\n")]
    public void A_megabyte_of_one_thing_takes_seconds(string piece)
    {
        var text = "b = 1\nx = 2\n" + string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        var clock = Stopwatch.StartNew();
        try
        {
            ConfigurationFactory.ParseString(text).ToString();
        }
        catch (Exception e) when (e is FormatException or ConfigurationException)
        {
            Assert.NotEmpty(e.Message);
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed}");
    }

    private static string Assemble(Random random)
    {
        var text = new StringBuilder();
        for (var n = random.Next(1, 24); n > 0; n--) text.Append(Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }

    private static string Mutate(Random random)
    {
        var text = new StringBuilder(Seed);
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var at = random.Next(text.Length);
            if (random.Next(3) == 0) text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
            else if (random.Next(2) == 0) text[at] = (char)random.Next(32, 127);
            else text.Insert(at, Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }
}
#endif
