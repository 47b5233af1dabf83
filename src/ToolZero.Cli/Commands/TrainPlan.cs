using ToolZero.Actors.Hosting;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Charts;
using ToolZero.Model.Adapters;

namespace ToolZero.Cli.Commands;

/// <summary><c>train --dry-run</c>: reads and checks all input and says what a run would do.</summary>
internal static class TrainPlan
{
    public static int Write(TextWriter to, RunConfiguration configuration, CancellationToken stop)
    {
        var settings = RunSettings.From(configuration);
        var inputs = RunInputs.Load(settings);
        stop.ThrowIfCancellationRequested();
        using var weights = inputs.LoadWeights(null);
        to.WriteLine(configuration.Render());
        foreach (var notice in inputs.Notices) to.WriteLine(notice);
        to.WriteLine($"run folder  {Path.Combine(settings.Run.Folder, settings.Run.Name)}");
        to.WriteLine($"model       {settings.Model.Path}: {Figures.Whole(weights.ParameterCount)} parameters, {settings.Model.Dtype} on {settings.Model.Device}");
        if (settings.Model.Adapters is { } lora)
        {
            using var adapters = AdapterWeights.Create(inputs.Config, lora, 0);
            to.WriteLine($"adapters    {Figures.Whole(adapters.ParameterCount)} parameters of rank {lora.Rank} on {string.Join(", ", lora.Targets)}: they alone are trained");
        }

        to.WriteLine($"tasks       {inputs.Training.Length} from {settings.Data.Train}, {inputs.HeldOut.Length} held out from {settings.Data.Evaluation}");
        to.WriteLine($"steps       {settings.Run.Steps} of {settings.Learner.PromptsPerBatch} groups with {settings.Rollout.GroupSize} samples: "
            + $"{Figures.Whole((double)settings.Run.Steps * settings.Learner.PromptsPerBatch * settings.Rollout.GroupSize)} completions of at most {settings.Rollout.MaxTokens} tokens");
        to.WriteLine($"staleness   {(settings.MaxStaleness == 0 ? "0: synchronous, reproducible bit for bit" : $"up to {settings.MaxStaleness} versions: asynchronous")}");
        to.WriteLine("nothing was written");
        return ExitCodes.Success;
    }
}
