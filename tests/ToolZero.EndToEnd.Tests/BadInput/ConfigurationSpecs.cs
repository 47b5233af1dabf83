using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.BadInput;

/// <summary>Configurations and command lines that cannot be meant.</summary>
public sealed class ConfigurationSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rollout.worker=3", "rollout.worker", "did you mean", "rollout.workers")]
    [InlineData("rollout.workers=many", "rollout.workers", "many")]
    [InlineData("rollout.workers=0", "rollout.workers", "1")]
    [InlineData("reward.deadline=5 parsecs", "reward.deadline", "parsecs")]
    [InlineData("reward.deadline=5kB", "reward.deadline", "5kB")]
    [InlineData("reward.schedule.kind=sigmoidal", "reward.schedule.kind", "sigmoid")]
    [InlineData("learner.learning-rate=-1", "learner.learning-rate")]
    [InlineData("model.dtype=f8", "model.dtype", "bf16")]
    [InlineData("run.steps", "run.steps", "=")]
    [InlineData("rollout.max-rows=1", "rollout.max-rows", "group-size")]
    public async Task A_setting_that_cannot_be_used(string setting, params string[] mentions)
    {
        await Refusal.AssertRefused(SmallRun.Arguments(_folder["runs"], "bad", "--set", setting), mentions);
        Refusal.AssertUntouched(_folder["runs"]);
    }

    [Theory]
    [InlineData("toolzero { rollout { wrokers = 3 } }", "wrokers", "rollout.workers")]
    [InlineData("toolzero { rollout { workers = 3 }", "bad.conf")]
    [InlineData("toolzero { run { steps = ten } }", "run.steps", "ten")]
    [InlineData("include \"absent.conf\"", "absent.conf")]
    public async Task A_configuration_file_that_cannot_be_used(string text, params string[] mentions)
    {
        var file = _folder.Write("bad.conf", text);
        await Refusal.AssertRefused(["train", "--config", file, "--name", "bad", "--set", $"run.folder=\"{_folder["runs"]}\""], mentions);
        Refusal.AssertUntouched(_folder["runs"]);
    }

    [Fact]
    public Task A_recipe_that_does_not_exist() => Refusal.AssertRefused(["train", "--config", "fastest"], "fastest");

    [Theory]
    [InlineData("trian", "trian", "train")]
    [InlineData("train --stepz 3", "--stepz", "--steps")]
    [InlineData("train --steps three", "--steps", "three")]
    [InlineData("train --steps", "--steps")]
    [InlineData("train --resume --clean --name x", "--resume", "--clean")]
    [InlineData("train --resume", "--resume", "--name")]
    [InlineData("train here", "here")]
    [InlineData("data", "generate", "inspect")]
    [InlineData("data generate --count 0", "--count")]
    [InlineData("data inspect /no/such/file.jsonl", "/no/such/file.jsonl")]
    [InlineData("tokenize --model /no/such/model hello", "/no/such/model")]
    [InlineData("eval /no/such/model", "/no/such/model")]
    [InlineData("generate --model /no/such/model", "/no/such/model")]
    [InlineData("report /no/such/run", "/no/such/run")]
    [InlineData("tokenizer train", "--out")]
    [InlineData("train --name ../elsewhere", "elsewhere")]
    public Task A_command_line_that_cannot_be_used(string line, params string[] mentions) => Refusal.AssertRefused(line.Split(' '), mentions);
}
