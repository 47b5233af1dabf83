using ToolZero.Actors.Hosting;
using ToolZero.Cli.Evaluation;
using ToolZero.Cli.Tests.Support;
using ToolZero.Model.Adapters;

namespace ToolZero.Cli.Tests.Evaluation;

public sealed class ResultSettingsSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Answers_of_adapters_depend_on_the_model_below_them()
    {
        var (below, adapters) = (_folder.At("base"), _folder.At("adapters"));
        foreach (var folder in new[] { below, adapters }) Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(adapters, AdapterFolder.ConfigFile), new AdapterConfig(AdapterSettings.Of(2, 4, AdapterSettings.AllTargets), below).ToJson());
        File.WriteAllText(Path.Combine(adapters, AdapterFolder.WeightsFile), "a");
        File.WriteAllText(Path.Combine(below, "model.safetensors"), "b");
        var settings = RunSettings.From(RunConfiguration.Load(new()));

        var before = ResultSettings.Of(settings, adapters);
        Assert.Equal(before, ResultSettings.Of(settings, adapters));
        Assert.Contains($" over {below} (1 bytes of ", before.ToString(), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(below, "model.safetensors"), "bb");
        Assert.NotEqual(before, ResultSettings.Of(settings, adapters));
        Assert.Null(ResultSettings.Of(settings, below).Base);
    }
}
