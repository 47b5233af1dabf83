using System.Globalization;
using System.Text.RegularExpressions;

namespace ToolZero.Web.Tests.Telemetry;

/// <summary>One line with a value.</summary>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>A family of samples: what is said about it once, and its samples.</summary>
internal sealed record Family(string Name, string Type, string Help, IReadOnlyList<Sample> Samples);

/// <summary>Prometheus' text format, read strictly: whatever a scraper would stumble over is an error.</summary>
internal static partial class Exposition
{
    public static IReadOnlyList<Family> Read(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var families = new List<Family>();
        var (name, type, help) = ("", "", "");
        var samples = new List<Sample>();
        foreach (var line in text[..^1].Split('\n'))
        {
            var about = About().Match(line);
            if (about.Success)
            {
                var (word, of, rest) = (about.Groups[1].Value, about.Groups[2].Value, about.Groups[3].Value);
                if (of != name)
                {
                    Close();
                    (name, type, help) = (of, "", "");
                }

                Assert.True(samples.Count == 0, $"{line}: stands behind samples of its family");
                if (word == "TYPE") type = rest;
                else if (word == "HELP") help = rest;
                else Assert.EndsWith("_" + rest, type == "counter" ? of[..^"_total".Length] : of, StringComparison.Ordinal);
                continue;
            }

            var sample = SampleLine().Match(line);
            Assert.True(sample.Success, $"no line of the format: {line}");
            samples.Add(new Sample(
                sample.Groups[1].Value,
                Label().Matches(sample.Groups[2].Value).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value),
                Number(sample.Groups[3].Value)));
        }

        Close();
        Assert.Equal(families.Count, families.Select(f => f.Name).Distinct().Count());
        return families;

        void Close()
        {
            if (name.Length == 0) return;
            Assert.Contains(type, new[] { "counter", "gauge", "histogram" });
            Assert.True(help.Length > 0, $"{name} has no help");
            Assert.All(samples, s => Assert.True(Belongs(s.Name, name, type), $"{s.Name} is no sample of the {type} {name}"));
            Assert.Equal(samples.Count, samples.Select(s => s.Name + string.Join(',', s.Labels)).Distinct().Count());
            families.Add(new Family(name, type, help, [.. samples]));
            samples.Clear();
        }
    }

    private static bool Belongs(string sample, string family, string type) => type == "histogram"
        ? sample == family + "_bucket" || sample == family + "_sum" || sample == family + "_count"
        : sample == family;

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("^# (TYPE|HELP|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$")]
    private static partial Regex About();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (NaN|[+-]Inf|[0-9eE.+-]+)(?: [0-9]+)?$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)",?""")]
    private static partial Regex Label();
}
