using Spectre.Console;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.View;
using ToolZero.Core.Charts;
using ToolZero.Model.Tokenization;

namespace ToolZero.Cli.Hosting;

/// <summary>How a training command shows what happens.</summary>
internal enum TrainingStyle
{
    Json,
    Plain,
    Live,
}

/// <summary>Something that trains into a run folder and tells of it.</summary>
internal delegate Task<RunResult> TrainingJob(TrainingRequest request, Action<RunEvent> onEvent, CancellationToken stop);

/// <summary>Runs a training job for a person or a program: view, run artifacts, last words, exit code.</summary>
/// <param name="Command">Name of the command, for the line that resumes it.</param>
/// <param name="Job">What trains.</param>
internal sealed record TrainingFrontEnd(string Command, TrainingJob Job)
{
    public async Task<int> Run(CommandContext context, TrainingRequest request, TrainingStyle style)
    {
        var location = RunSettings.From(request.Configuration).Run;
        var folder = Path.Combine(location.Folder, location.Name);
        var settings = RunSettings.From(TrainingRun.ConfigurationOf(request));
        using var artifacts = new RunArtifacts(folder, context.Time);
        RunResult result;
        var view = new RunView(location.Name, settings.Run.Steps, context.Time.GetUtcNow());
        await using (var presenter = Presenter(context, style, view, settings.Model.Path))
        {
            result = await Job(
                request,
                runEvent =>
                {
                    artifacts.Take(runEvent);
                    presenter.Show(runEvent);
                },
                context.Stop);
        }

        artifacts.WriteReport();
        var isInterrupted = result.Phase != RunPhase.Finished && context.Stop.IsCancellationRequested;
        await Conclude(style == TrainingStyle.Json ? context.Error : context.Out, result, artifacts.Report, ResumeCommand(location));
        return isInterrupted ? ExitCodes.Interrupted : ExitCodes.Success;
    }

    private static IRunPresenter Presenter(CommandContext context, TrainingStyle style, RunView view, string model)
    {
        if (style == TrainingStyle.Json) return new JsonPresenter(context.Out);
        if (style == TrainingStyle.Plain) return new PlainPresenter(context.Out, context.Time, view);
        var tokenizer = TextTokenizer.Load(model);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(context.Out) });
        return new LivePresenter(console, context.Time, view, new TerminalView(ids => tokenizer.Decode(ids)));
    }

    private static async Task Conclude(TextWriter to, RunResult result, string report, string resume)
    {
        if (result.Phase == RunPhase.Finished)
        {
            if (result is { Baseline: { } before, Final: { } after })
                await to.WriteLineAsync($"held-out success {Figures.Percent(before.Success)} -> {Figures.Percent(after.Success)}, format {Figures.Percent(before.Format)} -> {Figures.Percent(after.Format)}, {after.Tasks} tasks");
            await to.WriteLineAsync($"finished {result.Steps} steps in {Figures.Duration(TimeSpan.FromSeconds(result.Seconds))}, weights {result.WeightsSha256}");
        }
        else
        {
            await to.WriteLineAsync($"stopped after {result.Steps} steps: {result.Reason}; continue with");
            await to.WriteLineAsync($"    {resume}");
        }

        await to.WriteLineAsync($"run folder {result.Folder}, report {report}");
    }

    /// <summary>What continues this run: the rest of its configuration is in its folder.</summary>
    private string ResumeCommand(RunSection run)
    {
        var folder = run.Folder == "runs" ? "" : $" --set run.folder={Quote(run.Folder)}";
        return $"./toolzero {Command} --resume --name {Quote(run.Name)}{folder}";
    }

    private static string Quote(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
