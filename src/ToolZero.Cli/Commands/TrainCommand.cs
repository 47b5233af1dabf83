using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.Hosting;
using ToolZero.Cli.Report;
using ToolZero.Cli.View;
using ToolZero.Core.Data;
using ToolZero.Model.Tokenization;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero train</c>: the main job.</summary>
internal static class TrainCommand
{
    public static Command Create(CommandContext context)
    {
        var configuration = new ConfigurationOptions()
            .Text("--name", "run.name", "Name of the run: its folder below runs/", "NAME")
            .Whole("--seed", "run.seed", "Seed of everything random")
            .Whole("--steps", "run.steps", "Optimiser steps")
            .Text("--model", "model.path", "Folder of the base model", "FOLDER")
            .Text("--data", "data.train", "Training tasks: toolworld or a path", "NAME|PATH")
            .Text("--eval-data", "data.evaluation", "Held-out tasks: toolworld or a path", "NAME|PATH");
        var resume = new Option<bool>("--resume") { Description = "Continue the run of this name from its newest checkpoint." };
        var clean = new Option<bool>("--clean") { Description = "Delete the run of this name and start over." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check everything, say what would be done, and write nothing." };
        var plain = new Option<bool>("--plain") { Description = "One line per step instead of the live view; the default when output is redirected." };
        var json = new Option<bool>("--json") { Description = "One JSON object per event, one per line." };
        var command = new Command("train", "Train a policy: evaluate the base model, train, evaluate again, write the run folder and its report.");
        configuration.AddTo(command);
        foreach (var option in new[] { resume, clean, dryRun, plain, json }) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(resume) && result.GetValue(clean)) result.AddError("--resume continues the run and --clean deletes it: give one of them");
            if (result.GetValue(plain) && result.GetValue(json)) result.AddError("--plain and --json exclude each other");
        });
        command.SetAction(async (parsed, _) =>
        {
            var isResumed = parsed.GetValue(resume);
            var settings = Named(configuration.Load(parsed), configuration.ConfigName(parsed), isResumed, context.Time);
            if (parsed.GetValue(dryRun)) return TrainPlan.Write(context.Out, settings, context.Stop);
            var request = new TrainingRequest(settings, isResumed ? FolderMode.Resume : parsed.GetValue(clean) ? FolderMode.Clean : FolderMode.New) { Time = context.Time };
            return await Train(context, request, parsed.GetValue(json) ? Style.Json : parsed.GetValue(plain) || !context.IsTerminal ? Style.Plain : Style.Live);
        });
        return command;
    }

    private enum Style
    {
        Live,
        Plain,
        Json,
    }

    /// <summary>The same with a name: a run that nobody named is called after its recipe and the time.</summary>
    private static RunConfiguration Named(RunConfiguration configuration, string? recipe, bool isResumed, TimeProvider time)
    {
        if (configuration.Get<string>("run.name").Length > 0) return configuration;
        if (isResumed)
        {
            var folder = configuration.Get<string>("run.folder");
            var runs = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList() : [];
            throw new DataException($"--resume needs --name; runs in {folder}: {(runs.Count == 0 ? "none" : string.Join(", ", runs))}");
        }

        var now = time.GetLocalNow();
        return configuration.With("run.name=" + ConfigurationOptions.Quoted(string.Create(CultureInfo.InvariantCulture, $"{recipe ?? "run"}-{now:yyyyMMdd-HHmmss}")));
    }

    private static async Task<int> Train(CommandContext context, TrainingRequest request, Style style)
    {
        var location = RunSettings.From(request.Configuration).Run;
        var folder = Path.Combine(location.Folder, location.Name);
        var settings = RunSettings.From(TrainingRun.ConfigurationOf(request));
        using var artifacts = new RunArtifacts(folder, context.Time);
        RunResult result;
        var view = new RunView(location.Name, settings.Run.Steps, context.Time.GetUtcNow());
        await using (var presenter = Presenter(context, style, view, settings.Model.Path))
        {
            result = await TrainingRun.Run(
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
        await Conclude(style == Style.Json ? context.Error : context.Out, result, artifacts.Report, ResumeCommand(location));
        return isInterrupted ? ExitCodes.Interrupted : ExitCodes.Success;
    }

    private static IRunPresenter Presenter(CommandContext context, Style style, RunView view, string model)
    {
        if (style == Style.Json) return new JsonPresenter(context.Out);
        if (style == Style.Plain) return new PlainPresenter(context.Out, context.Time, view);
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
    private static string ResumeCommand(RunSection run)
    {
        var folder = run.Folder == "runs" ? "" : $" --set run.folder={Quote(run.Folder)}";
        return $"./toolzero train --resume --name {Quote(run.Name)}{folder}";
    }

    private static string Quote(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
