using ToolZero.Actors.Hosting;

namespace ToolZero.Actors.Tests.Hosting;

public class ConfigurationKeysSpecs
{
    [Fact]
    public void The_defaults_file_has_every_key_of_the_table_and_no_other() =>
        Assert.Equal(ConfigurationKeys.All.Select(k => "toolzero." + k.Path), ShippedFiles.Keys().Select(k => k.Path).Where(p => p.StartsWith("toolzero.", StringComparison.Ordinal)));

    [Fact]
    public void Every_key_has_a_comment_that_names_its_default()
    {
        foreach (var (path, value, comment) in ShippedFiles.Keys().Where(k => !k.Path.EndsWith("-dispatcher.type", StringComparison.Ordinal)))
        {
            Assert.True(comment.Length > 20, $"{path} has no comment");
            Assert.True(comment.Contains("Default " + value, StringComparison.Ordinal), $"the comment of {path} does not say 'Default {value}'");
        }
    }

    [Fact]
    public void Every_range_in_the_table_is_told_in_the_comment()
    {
        foreach (var (path, _, comment) in ShippedFiles.Keys().Where(k => k.Path.StartsWith("toolzero.", StringComparison.Ordinal)))
        {
            var expected = ConfigurationKeys.Find(path["toolzero.".Length..])!.Kind switch
            {
                KeyKind.Integer integer => [$"from {integer.Min}"],
                KeyKind.Duration => ["Duration."],
                KeyKind.Choice choice => choice.Words.ToArray(),
                KeyKind.OrAuto => ["auto"],
                KeyKind.TextList => ["List of texts"],
                _ => Array.Empty<string>(),
            };
            foreach (var word in expected)
                Assert.True(comment.Contains(word, StringComparison.OrdinalIgnoreCase), $"the comment of {path} does not say '{word}'");
        }
    }

    [Fact]
    public void The_documentation_has_the_same_keys_defaults_and_comments()
    {
        var table = "| key | default | expected | meaning |\n|---|---|---|---|\n" + string.Concat(ShippedFiles.Keys()
            .Where(k => k.Path.StartsWith("toolzero.", StringComparison.Ordinal))
            .Select(k => (k, Key: ConfigurationKeys.Find(k.Path["toolzero.".Length..])!))
            .Select(x => $"| `{x.Key.Path}` | `{x.k.Value}` | {x.Key.Kind.Expected} | {x.k.Comment} |\n"));
        Assert.True(
            File.ReadAllText(ShippedFiles.DocumentationFile).Contains(table, StringComparison.Ordinal),
            "docs/configuration.md differs from hocon/toolzero.conf and ConfigurationKeys. Its table should be:\n" + table);
    }

    [Theory]
    [InlineData("rolout.workers", "rollout.workers")]
    [InlineData("rollout.worker", "rollout.workers")]
    [InlineData("steps", "run.steps")]
    [InlineData("learner.lr-rate", "learner.learning-rate")]
    [InlineData("prompts-per-batch", "learner.prompts-per-batch")]
    [InlineData("reward.schedule.mid-point", "reward.schedule.midpoint")]
    public void The_nearest_key_is_what_was_meant(string written, string meant) => Assert.Equal(meant, ConfigurationKeys.Nearest(written));

    [Fact]
    public void A_value_reads_back_equal_from_its_text()
    {
        var samples = new (KeyKind Kind, object Value)[]
        {
            (new KeyKind.Integer(0), long.MaxValue),
            (new KeyKind.Number(0, 1), 0.1 + 0.2),
            (new KeyKind.Number(0, 1, Above: true), double.Epsilon),
            (new KeyKind.Duration(TimeSpan.Zero, TimeSpan.MaxValue), TimeSpan.FromTicks(1)),
            (new KeyKind.Duration(TimeSpan.Zero, TimeSpan.MaxValue), TimeSpan.FromMilliseconds(90_500)),
            (new KeyKind.Duration(TimeSpan.Zero, TimeSpan.MaxValue), TimeSpan.Zero),
            (new KeyKind.Duration(TimeSpan.Zero, TimeSpan.MaxValue), TimeSpan.FromDays(3)),
            (new KeyKind.Size(0, long.MaxValue), 256L * 1024),
            (new KeyKind.Size(0, long.MaxValue), 1_234_567L),
            (new KeyKind.Size(0, long.MaxValue), 0L),
            (new KeyKind.Switch(), true),
            (new KeyKind.OrAuto(new KeyKind.Number(0, 1)), Auto.Instance),
            (new KeyKind.OrAuto(new KeyKind.Number(0, 1)), 0.25),
        };
        foreach (var (kind, value) in samples) Assert.Equal(value, kind.Read(kind.Write(value)));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("5 parsecs")]
    [InlineData("-1s")]
    [InlineData("s")]
    [InlineData("1e3s")]
    [InlineData("")]
    public void A_duration_needs_a_number_and_a_unit(string text) => Assert.Null(new KeyKind.Duration(TimeSpan.Zero, TimeSpan.MaxValue).Read(text));
}
