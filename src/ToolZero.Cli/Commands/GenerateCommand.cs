using System.CommandLine;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Rollout;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;
using ToolZero.Core.Text;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero generate</c>: shows what a model answers, and what each answer is worth.</summary>
internal static class GenerateCommand
{
    public static Command Create(CommandContext context)
    {
        var model = ModelOptions.Model("Model folder, checkpoint or run folder");
        var configuration = new ConfigurationOptions()
            .Text("--data", "data.evaluation", "Tasks: toolworld (held-out) or a path", "NAME|PATH")
            .Whole("--max-tokens", "evaluation.max-tokens", "Longest completion");
        var task = new Option<string?>("--task") { Description = "Id of the task to answer.", HelpName = "ID" };
        var count = DataOptions.Count("Tasks to answer, from the start of the data.", 1);
        var samples = new Option<int>("--samples") { Description = "Answers to each task. Default 1.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var temperature = new Option<double>("--temperature") { Description = "0 always takes the likeliest token. Default 0.", HelpName = "T", DefaultValueFactory = _ => 0 };
        var seed = DataOptions.Seed("sampling");
        var command = new Command("generate", "Show prompt, reasoning, calls and reward parts of a model's answers.") { model };
        configuration.AddTo(command);
        foreach (var option in new Option[] { task, count, samples, temperature, seed }) command.Options.Add(option);
        command.SetAction((parsed, _) =>
        {
            var folder = ModelFolder.Resolve(parsed.GetRequiredValue(model));
            var settings = RunSettings.From(configuration.Load(parsed, "model.path=" + ConfigurationOptions.Quoted(folder)));
            var inputs = RunInputs.LoadHeldOut(settings);
            var tasks = Chosen(inputs, parsed.GetValue(task), parsed.GetRequiredValue(count));
            using var weights = inputs.LoadWeights(null);
            using var engine = new EpisodeEngine(inputs.EvaluationEngine with { Samples = parsed.GetValue(samples), Seed = parsed.GetRequiredValue(seed) });
            engine.UseWeights(weights, new PolicyVersion(0));
            var groups = new SampledGroup[tasks.Count];
            engine.Run(tasks, parsed.GetValue(temperature), (index, group) => groups[index] = group, context.Stop);
            var lines = new AnswerLines(context.Out, inputs);
            foreach (var (shown, group) in tasks.Zip(groups)) lines.Write(shown, group);
            return Task.FromResult(ExitCodes.Success);
        });
        return command;
    }

    private static List<ToolTask> Chosen(RunInputs inputs, string? id, int count)
    {
        if (id is null) return [.. inputs.HeldOut.Take(count)];
        var found = inputs.HeldOut.FirstOrDefault(t => t.Id == id);
        if (found is not null) return [found];
        var near = Nearest.To(id, inputs.HeldOut.Select(t => t.Id));
        throw new DataException($"--task {id}: not among the {inputs.HeldOut.Length} tasks{(near is null ? "" : $", did you mean {near}?")} (evaluation.tasks limits them)");
    }
}
