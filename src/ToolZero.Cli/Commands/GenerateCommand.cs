using System.CommandLine;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.Hosting;
using ToolZero.Cli.Report;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;
using ToolZero.Core.Text;
using ToolZero.Model.Generation;

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
            using var engine = new GenerationEngine(inputs.Tokenizer, inputs.Config, inputs.EvaluationEngine.Engine);
            engine.UseWeights(weights, new PolicyVersion(0));
            var sampling = inputs.EvaluationEngine.Sampling with { Temperature = parsed.GetValue(temperature) };
            var requests = tasks.Select((t, i) => new GenerationRequest(
                new GroupId(i), [.. inputs.Tokenizer.Encode(inputs.Prompt.Render(t))], parsed.GetValue(samples), sampling, parsed.GetRequiredValue(seed))).ToList();
            foreach (var (shown, group) in tasks.Zip(Generator.Run(engine, requests, context.Stop))) Write(context.Out, inputs, shown, group);
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

    private static void Write(TextWriter to, RunInputs inputs, ToolTask task, GeneratedGroup group)
    {
        to.WriteLine($"=== {task.Id} ({task.Category}), {group.Prompt.Length} prompt tokens");
        to.WriteLine(inputs.Prompt.Render(task));
        to.WriteLine();
        to.WriteLine($"reference  {PythonCallFormatter.Format(task.Reference)}");
        for (var i = 0; i < group.Samples.Length; i++)
        {
            var sample = group.Samples[i];
            var read = CompletionFormat.Read(sample.Text);
            var score = inputs.Reward.Score(task, sample.Text);
            to.WriteLine();
            to.WriteLine($"--- answer {i + 1}: {(score.Success ? "right" : "wrong")}, {sample.Tokens.Length} tokens, {Ending(sample.Stop)}");
            if (read.IsValid)
            {
                to.WriteLine($"reasoning  {Shown(read.Reasoning)}");
                to.WriteLine($"answer     {Shown(read.Body)}");
            }
            else
            {
                to.WriteLine($"completion {Shown(sample.Text)}");
                to.WriteLine("           not in the required layout");
            }

            to.WriteLine($"calls      {Calls(read.Body)}");
            to.WriteLine($"reward     {Figures.Short(score.Total(0))} (weight 0) to {Figures.Short(score.Total(1))} (weight 1): {Parts(score)}");
        }

        to.WriteLine();
    }

    private static string Calls(string body)
    {
        var parse = PythonCallParser.Parse(body);
        return parse.IsSuccess ? PythonCallFormatter.Format(parse.Calls) : $"none: {parse.Error} at {parse.Position}";
    }

    private static string Parts(RewardScore score) => string.Join(' ', score.Parts.Select(p => $"{p.Key} {Figures.Short(p.Value)}"));

    private static string Ending(StopReason stop) => stop switch
    {
        StopReason.EndOfSequence => "ended by itself",
        StopReason.StopSequence => "ended by a stop text",
        _ => "cut by the token budget",
    };

    private static string Shown(string text) => text.Length == 0 ? "(empty)" : text;
}
