using System.Text;
using System.Text.Json;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Hosting;

public class RolloutLinesSpecs
{
    [Fact]
    public void Every_sample_is_a_line_with_its_reward_parts_versions_and_text()
    {
        var group = Samples.Group(7, version: 3);
        var odd = group.Samples[1].Trajectory with { Text = "<think> \"é\"\n</think> 世界", Versions = [new PolicyVersion(5), new PolicyVersion(4)], Stop = StopReason.Length };
        group = group with { Samples = [group.Samples[0], group.Samples[1] with { Trajectory = odd }] };
        using var stream = new MemoryStream();
        RolloutLines.Write(new TrainingBatch(5, 0.25, 1e-3, [group, Samples.Group(8)]), stream);
        var text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        var lines = text.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([(7, 0), (7, 1), (8, 0), (8, 1)], lines.Select(l => (l.GetProperty("group").GetInt32(), l.GetProperty("sample").GetInt32())));
        var second = lines[1];
        Assert.Equal(
            ["step", "group", "sample", "task", "category", "worker", "attempt", "reward", "success", "parts", "stop", "tokens", "oldestVersion", "newestVersion", "text"],
            second.EnumerateObject().Select(p => p.Name));
        Assert.Equal((4, 5, "Length"), (second.GetProperty("oldestVersion").GetInt32(), second.GetProperty("newestVersion").GetInt32(), second.GetProperty("stop").GetString()));
        Assert.Equal(odd.Text, second.GetProperty("text").GetString());
        Assert.Equal(group.Samples[1].Score.Total(0.25), second.GetProperty("reward").GetDouble());
        Assert.Equal(group.Samples[1].Score.Parts, second.GetProperty("parts").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble()));
    }

    [Fact]
    public void Numbers_that_JSON_has_not_are_null_and_stop_nobody()
    {
        var group = Samples.Group(7, samples: 1);
        var score = group.Samples[0].Score with { Base = double.NaN, Parts = group.Samples[0].Score.Parts.Add("\ud800", double.PositiveInfinity) };
        using var stream = new MemoryStream();
        RolloutLines.Write(new TrainingBatch(5, 0.25, 1e-3, [group with { Samples = [group.Samples[0] with { Score = score }] }]), stream);
        using var line = JsonDocument.Parse(stream.ToArray());
        Assert.Equal(JsonValueKind.Null, line.RootElement.GetProperty("reward").ValueKind);
        Assert.Equal(JsonValueKind.Null, line.RootElement.GetProperty("parts").EnumerateObject().Last().Value.ValueKind);
    }
}
