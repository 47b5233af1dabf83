using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Commands;

/// <summary>The options of every command that trains, and what they come to: checked settings, a folder mode, a style.</summary>
/// <param name="isNode">A node: it resumes what it finds, and whoever starts it shows what happens.</param>
internal sealed class TrainingOptions(bool isNode = false)
{
    private readonly Option<bool> _resume = new("--resume") { Description = "Continue the run of this name from its newest checkpoint." };
    private readonly Option<bool> _clean = new("--clean") { Description = "Delete the run of this name and start over." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Check everything, say what would be done, and write nothing." };
    private readonly Option<bool> _plain = new("--plain") { Description = "One line per step instead of the live view; the default when output is redirected." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object per event, one per line." };

    private readonly ConfigurationOptions _configuration = new ConfigurationOptions()
        .Text(isNode ? "--run" : "--name", "run.name", "Name of the run: its folder below runs/", "NAME")
        .Whole("--seed", "run.seed", "Seed of everything random")
        .Whole("--steps", "run.steps", "Optimiser steps")
        .Text("--model", "model.path", "Folder of the base model", "FOLDER")
        .Text("--data", "data.train", "Training tasks: toolworld or a path", "NAME|PATH")
        .Text("--eval-data", "data.evaluation", "Held-out tasks: toolworld or a path", "NAME|PATH");

    public void AddTo(Command command)
    {
        _configuration.AddTo(command);
        if (isNode) return;
        foreach (var option in new[] { _resume, _clean, _dryRun, _plain, _json }) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_resume) && result.GetValue(_clean)) result.AddError("--resume continues the run and --clean deletes it: give one of them");
            if (result.GetValue(_plain) && result.GetValue(_json)) result.AddError("--plain and --json exclude each other");
        });
    }

    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    /// <summary>Somebody said how many steps.</summary>
    public bool HasSteps(ParseResult parsed) => _configuration.Has(parsed, "run.steps");

    /// <exception cref="DataException">Everything that is wrong, in one line.</exception>
    public TrainingRequest Request(ParseResult parsed, CommandContext context)
    {
        var isResumed = isNode || parsed.GetValue(_resume);
        var settings = Named(_configuration.Load(parsed), _configuration.ConfigName(parsed), isResumed, context.Time);
        var request = new TrainingRequest(settings, isResumed ? FolderMode.Resume : parsed.GetValue(_clean) ? FolderMode.Clean : FolderMode.New) { Time = context.Time };
        if (!isResumed) return request;
        var kept = TrainingRun.ConfigurationOf(request);
        if (!isNode) CheckKept(parsed, settings, kept);
        else if (settings.Unlike(kept).Where(k => !LocalConfiguration.IsLocal(k)).ToList() is { Count: > 0 } unused) context.Error.WriteLine(Unused(unused, settings, kept));
        return request;
    }

    /// <summary>What a node decides for itself.</summary>
    /// <exception cref="DataException">Everything that is wrong, in one line.</exception>
    public LocalConfiguration Local(ParseResult parsed, NodeSettings node) => _configuration.Local(parsed, node);

    /// <summary>The <c>--set</c> texts that every node of a cluster decides for itself.</summary>
    public ImmutableArray<string> OwnSets(ParseResult parsed) => [.. _configuration.Sets(parsed).Where(LocalConfiguration.IsLocal)];

    public TrainingStyle Style(ParseResult parsed, CommandContext context) =>
        parsed.GetValue(_json) ? TrainingStyle.Json : parsed.GetValue(_plain) || !context.IsTerminal ? TrainingStyle.Plain : TrainingStyle.Live;

    /// <summary>A resumed run keeps its settings: what was asked for besides must not be left out in silence.</summary>
    private void CheckKept(ParseResult parsed, RunConfiguration asked, RunConfiguration kept)
    {
        // Where it lies may have changed: it was moved.
        foreach (var key in _configuration.Keys(parsed).Where(k => k != "run.folder" && ConfigurationKeys.Find(k) is { IsOfProcess: false } && asked.Text(k) != kept.Text(k)))
            throw new DataException($"{key} = {asked.Text(key)}: the run goes on with the settings that it began with, here {kept.Text(key)}; leave it out, or change it while the run goes on (toolzero admin set)");
    }

    /// <summary>A node is started again by the command that started it, also after somebody changed that: a refusal would keep the run down.</summary>
    private static string Unused(List<string> keys, RunConfiguration asked, RunConfiguration kept)
    {
        const int shown = 5;
        var list = string.Join(", ", keys.Take(shown).Select(k => $"{k} = {asked.Text(k)} (it has {kept.Text(k)})"));
        return $"toolzero: not used, because the run goes on with the settings that it began with: {list}{(keys.Count > shown ? $" and {keys.Count - shown} more" : "")}; change them with: toolzero admin set";
    }

    /// <summary>The same with a name: a run that nobody named is called after its recipe and the time.</summary>
    private RunConfiguration Named(RunConfiguration configuration, string? recipe, bool isResumed, TimeProvider time)
    {
        if (configuration.Get<string>("run.name").Length > 0) return configuration;
        if (isResumed)
        {
            var folder = configuration.Get<string>("run.folder");
            var runs = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList() : [];
            throw new DataException($"{(isNode ? "--run NAME is missing: a coordinator needs the name of its run" : "--resume needs --name")}; runs in {folder}: {(runs.Count == 0 ? "none" : string.Join(", ", runs))}");
        }

        var now = time.GetLocalNow();
        return configuration.With("run.name=" + ConfigurationOptions.Quoted(string.Create(CultureInfo.InvariantCulture, $"{recipe ?? "run"}-{now:yyyyMMdd-HHmmss}")));
    }
}
