using System.Text.Json;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rewards.Schedules;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Rewards;

[Trait("Category", "Golden")]
public sealed class ToolZeroRewardGoldenSpecs
{
    [SkippableFact]
    public void Every_field_of_the_reference_rewards_is_reproduced()
    {
        var rows = 0;
        foreach (var line in File.ReadLines(SharedData.Require("golden/tool_zero_rewards.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            Check(json.RootElement);
            rows++;
        }

        Assert.Equal(600, rows);
    }

    private static void Check(JsonElement row)
    {
        var settings = row.GetProperty("settings");
        var reward = new ToolZeroReward(RewardSettings.Default with
        {
            AstFailure = settings.GetProperty("ast_fail").GetDouble(),
            ValuePenalty = settings.GetProperty("value_penalty").GetString() == "any" ? ValuePenalty.Any : ValuePenalty.PerValue,
        });
        var reference = row.GetProperty("reference").GetString()!;
        var calls = PythonCallParser.Parse(reference.Length == 0 ? "[]" : reference);
        Assert.Null(calls.Error);
        Assert.Equal(reference.Length == 0 ? "[]" : reference, PythonCallFormatter.Format(calls.Calls));

        var task = new ToolTask("golden", "", [], [], calls.Calls, row.GetProperty("earlier_tool_turn").GetBoolean());
        var score = reward.Score(task, row.GetProperty("completion").GetString()!);
        var sigma = new SigmoidSchedule(settings.GetProperty("midpoint").GetDouble(), settings.GetProperty("kappa").GetDouble())
            .Weight(row.GetProperty("step").GetInt64());

        var expected = row.GetProperty("expected");
        var id = row.GetProperty("i").GetInt32();
        foreach (var part in new[] { RewardParts.Format, RewardParts.General, RewardParts.Strict, RewardParts.Ast, RewardParts.Multi, RewardParts.BadValues })
            Same(id, part.Replace('-', '_'), score.Parts[part], expected);
        Same(id, "sigma", sigma, expected);
        Same(id, "total", score.Total(sigma), expected);
    }

    private static void Same(int row, string field, double actual, JsonElement expected)
    {
        var wanted = expected.GetProperty(field).GetDouble();
        Assert.True(Math.Abs(wanted - actual) <= 1e-6, $"row {row}: {field} is {actual}, expected {wanted}");
    }
}
