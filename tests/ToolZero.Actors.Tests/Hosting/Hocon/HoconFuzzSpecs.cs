using System.Diagnostics;
using System.Text;
using ToolZero.Actors.Hosting;
using ToolZero.Core.Data;
using ToolZero.Core.Randomness;

namespace ToolZero.Actors.Tests.Hosting.Hocon;

public sealed class HoconFuzzSpecs
{
    private static readonly string[] Pieces =
    [
        "a", "b", "key", "1", "2.5", " ", "\n", "\t", "\r\n", "=", ":", "+=", "{", "}", "[", "]", ",", ".", "\"", "\"\"\"", "${", "${?", "}", "${a}", "${b}",
        "${a.b}", "#", "//", "\\", "\\u0041", "include \"x\"", "null", "on", "10s", "$", "?", "é", "\uD83D", "\0", "@", "a = 1\n", "a { b = 2 }\n", "b = ${a}\n", "a = [", "a {\n", "toolzero.run.steps",
    ];

    private const string Sound = "# c\ntoolzero { run.steps = 1, run = { name = \"two\" }, rollout.stop = [\"1\", \"2\"\n \"3\"] }\nakka { d = 10s, e = ${akka.d} // x\n f = [{ g = 1 }], h = \"\"\"t\"\"\"\n}\n";

    [Fact]
    public void Random_and_mutated_texts_are_read_or_refused_in_one_line()
    {
        var accepted = 0;
        var clock = Stopwatch.StartNew();
        for (ulong seed = 0; seed < 25_000; seed++)
        {
            var random = new RandomStream(seed, 20261125);
            var text = seed % 2 == 0 ? Assemble(random) : Mutate(random, Sound);
            if (Reads(() => ConfigurationLayer.Read(text, "f")) is not { } layer) continue;

            // What is read, the part for the actor system included, can be written and read again.
            var written = Written(layer);
            Assert.Equal(written, Written(ConfigurationLayer.Read(written, "f")));
            accepted++;
        }

        Assert.InRange(accepted, 2_000, 24_000);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(3), $"25,000 texts took {clock.Elapsed}");
    }

    [Fact]
    public void A_damaged_configuration_of_a_run_is_read_or_refused_in_one_line()
    {
        var sound = RunConfiguration.Load(new()).Render();
        var accepted = 0;
        for (ulong seed = 0; seed < 1_000; seed++)
        {
            if (Reads(() => RunConfiguration.Parse(Mutate(new RandomStream(seed, 20261126), sound), "config.conf")) is not { } configuration) continue;
            Assert.Equal(configuration, RunConfiguration.Parse(configuration.Render(), "config.conf"));
            accepted++;
        }

        Assert.InRange(accepted, 20, 980);
    }

    private static T? Reads<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (DataException e)
        {
            Assert.DoesNotContain('\n', e.Message);
            Assert.NotEmpty(e.Message);
            return null;
        }
    }

    private static string Written(ConfigurationLayer layer)
    {
        var text = new StringBuilder();
        if (layer.Akka.Root?.GetObject() is { } akka) HoconTexts.Write(text, akka, 0);
        foreach (var (key, value) in layer.Values) text.Append("toolzero.").Append(key).Append(" = ").Append(ConfigurationKeys.Find(key)!.Kind.Write(value)).Append('\n');
        return text.ToString();
    }

    private static string Assemble(RandomStream random)
    {
        var text = new StringBuilder();
        for (var n = random.Next(1, 24); n > 0; n--) text.Append(random.Pick(Pieces));
        return text.ToString();
    }

    private static string Mutate(RandomStream random, string sound)
    {
        var text = new StringBuilder(sound);
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var at = random.Next(text.Length);
            if (random.Next(3) == 0) text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
            else if (random.Next(2) == 0) text[at] = (char)random.Next(32, 127);
            else text.Insert(at, random.Pick(Pieces));
        }

        return text.ToString();
    }
}
