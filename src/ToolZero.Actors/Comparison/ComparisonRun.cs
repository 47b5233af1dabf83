using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Supervised;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Statistics;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Actors.Comparison;

/// <summary>
/// Trains every arm over every seed and evaluates each result twice: on fresh tasks of the training world (intra-set) and on held-out tools (cross-set). A job that has
/// its comparison.json is done, one that was interrupted resumes, so the whole can be stopped and started at will.
/// </summary>
/// <param name="plan">What is compared.</param>
/// <param name="common">Settings that all arms share.</param>
/// <param name="folder">Holds one run folder for each arm and seed.</param>
/// <param name="parallel">Runs side by side, each with one rollout worker and one learner thread.</param>
public sealed class ComparisonRun(ComparisonPlan plan, RunConfiguration common, string folder, int parallel)
{
    private const string ResultFile = "comparison.json";
    private const string SettingsFile = "compare.conf";

    /// <summary>Seed of the intra-set tasks: no run trains on this one.</summary>
    private const ulong IntraSeed = 1_000_003;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Runs whatever is missing.</summary>
    /// <param name="onProgress">Told in one line of every job that begins or ends.</param>
    /// <param name="stop">Stops at checkpoints.</param>
    /// <returns>The base model's row first, then the arms as far as they are done.</returns>
    /// <exception cref="DataException">Bad input: one line.</exception>
    public async Task<ImmutableArray<ArmSummary>> Run(Action<string> onProgress, CancellationToken stop)
    {
        Check(isBegun: true);
        // The budget of supervised arms is what the reference arm of their seed took.
        var arms = plan.Arms.OrderBy(a => a.Kind == ArmKind.Reinforcement ? 0 : 1).ToList();
        var jobs = arms.SelectMany(arm => plan.Seeds.Select(seed => (Arm: arm, Seed: seed))).ToList();
        await Untrained(stop);
        foreach (var phase in jobs.GroupBy(j => j.Arm.Kind == ArmKind.Reinforcement).OrderByDescending(g => g.Key))
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = CancellationToken.None };
            await Parallel.ForEachAsync(phase, options, async (job, _) =>
            {
                if (stop.IsCancellationRequested || File.Exists(Result(job.Arm.Name, job.Seed))) return;
                onProgress($"{job.Arm.Name} seed {job.Seed} begins");
                if (await Train(job.Arm, job.Seed, stop) is { } run)
                    onProgress(string.Create(CultureInfo.InvariantCulture, $"{job.Arm.Name} seed {job.Seed}: intra {run.Intra.Share:P1}, held-out {run.Cross.Share:P1}, {run.Tokens} tokens, {run.Steps} steps"));
            });
        }

        return Read();
    }

    /// <summary>What is done so far.</summary>
    /// <exception cref="DataException">It was done with other settings.</exception>
    public ImmutableArray<ArmSummary> Read()
    {
        Check(isBegun: false);
        var summaries = plan.Arms.Select(arm => new ArmSummary(arm.Name, arm.About, arm.Question, [.. plan.Seeds.Select(seed => Load(arm.Name, seed)).OfType<ArmRun>()]));
        var untrained = Load(ArmRun.Untrained, 0);
        return
        [
            .. untrained is null ? Array.Empty<ArmSummary>() : [new ArmSummary(ArmRun.Untrained, "the base model", "claim", [untrained])],
            .. summaries.Where(s => !s.Runs.IsEmpty),
        ];
    }

    /// <summary>What all runs share is kept beside them: results of other settings must not stand in one table.</summary>
    private void Check(bool isBegun)
    {
        var settings = RunSettings.From(common);
        if (settings.Model.Adapters is { Rank: var rank })
            throw new DataException($"model.lora.rank = {rank}: expected 0, a comparison trains whole models: one of its arms goes on from supervised weights");
        if (!settings.Environment.IsNone) throw new DataException($"environment.name = {settings.Environment.Name}: expected none, supervised arms have single turns only");
        foreach (var (key, source) in new[] { ("data.train", settings.Data.Train), ("data.evaluation", settings.Data.Evaluation) })
            if (!new TaskSource(source).IsGenerated) throw new DataException($"{key} = {source}: expected toolworld, whose training tools and held-out tools the two evaluations are about");

        var path = Path.Combine(folder, SettingsFile);
        var shared = Shared(0, plan.Steps, [$"evaluation.tasks={plan.Tasks}"]);
        if (!File.Exists(path))
        {
            if (!isBegun) return;
            Directory.CreateDirectory(folder);
            AtomicFile.Write(path, shared.Render());
            return;
        }

        var kept = RunConfiguration.Parse(File.ReadAllText(path), path);
        if (shared.Unlike(kept).ToList() is { Count: > 0 } keys)
            throw new DataException($"{folder}: holds a comparison with other settings: {string.Join(", ", keys.Take(5).Select(k => $"{k} = {kept.Text(k)}, not {shared.Text(k)}"))}; choose another --out, or ask with the settings it began with");
    }

    private async Task Untrained(CancellationToken stop)
    {
        if (File.Exists(Result(ArmRun.Untrained, 0))) return;
        Directory.CreateDirectory(Path.GetDirectoryName(Result(ArmRun.Untrained, 0))!);
        await Judge(new ComparisonArm(ArmRun.Untrained, "", ArmKind.Reinforcement, "", []), 0, common, null, 0, 0, stop);
    }

    private async Task<ArmRun?> Train(ComparisonArm arm, ulong seed, CancellationToken stop)
    {
        var settings = Settings(arm, seed, plan.Steps);
        if (arm.Kind == ArmKind.Reinforcement) return await Reinforce(arm, seed, settings, 0, stop);

        var budget = Load(ComparisonPlan.Reference, seed)?.Tokens
            ?? throw new DataException($"{Result(ComparisonPlan.Reference, seed)}: missing; the supervised arms take their token budget from it, run the arm {ComparisonPlan.Reference} first");
        if (arm.Kind == ArmKind.Supervised)
        {
            var result = await Supervise(settings, budget, stop);
            return result.Phase == RunPhase.Finished ? await Judge(arm, seed, settings, result.Folder, result.Steps, result.Tokens.Trained, stop) : null;
        }

        var supervised = await Supervise(Settings(arm, seed, plan.Steps / 2, "supervised"), budget / 2, stop);
        if (supervised.Phase != RunPhase.Finished) return null;
        var checkpoint = new CheckpointStore(Path.Combine(supervised.Folder, "checkpoints"), 1).Latest()!;
        var after = Settings(arm, seed, plan.Steps / 2).With($"model.path={JsonSerializer.Serialize(checkpoint.Folder)}");
        return await Reinforce(arm, seed, after, supervised.Tokens.Trained, stop);
    }

    /// <summary>As many steps as the budget holds, so that the learning rate falls over the whole of it.</summary>
    private static async Task<RunResult> Supervise(RunConfiguration configuration, long budget, CancellationToken stop)
    {
        var settings = RunSettings.From(configuration);
        var inputs = RunInputs.Load(settings);
        var mean = inputs.Training.Average(task => inputs.Tokenizer.Encode(ReferenceCompletion.Of(task, inputs.Prompt.Calls)).Length + 1.0);
        var steps = Math.Max(1, (long)Math.Round(budget / (mean * settings.Learner.PromptsPerBatch * settings.Rollout.GroupSize)));
        return await SupervisedRun.Run(Request(configuration.With($"run.steps={steps}")), 0, _ => { }, stop);
    }

    private async Task<ArmRun?> Reinforce(ComparisonArm arm, ulong seed, RunConfiguration settings, long tokensBefore, CancellationToken stop)
    {
        var result = await TrainingRun.Run(Request(settings), _ => { }, stop);
        return result.Phase == RunPhase.Finished ? await Judge(arm, seed, settings, result.Folder, result.Steps, tokensBefore + result.Tokens.Generated, stop) : null;
    }

    /// <summary>Evaluates the newest checkpoint of a run folder, or the base model, and writes the result.</summary>
    private async Task<ArmRun> Judge(ComparisonArm arm, ulong seed, RunConfiguration configuration, string? run, long steps, long tokens, CancellationToken stop)
    {
        var inputs = RunInputs.LoadHeldOut(RunSettings.From(configuration.With($"evaluation.tasks={plan.Tasks}", $"model.path={JsonSerializer.Serialize(common.Get<string>("model.path"))}")));
        using var weights = inputs.LoadWeights(run is null ? null : new CheckpointStore(Path.Combine(run, "checkpoints"), 1).Latest()!.Folder);
        var evaluator = new Evaluator(inputs.EvaluationEngine, inputs.Reward, 1);
        var cross = await evaluator.Judge(weights, inputs.HeldOut, stop);
        var intra = await evaluator.Judge(weights, ToolWorldGenerator.Generate(ToolWorldSplit.Training, IntraSeed, plan.Tasks), stop);
        var summary = evaluator.Summary(cross);
        var judged = new ArmRun(arm.Name, seed, steps, tokens, Successes(intra), Successes(cross), summary.Format, summary.ByCategory);
        AtomicFile.Write(Result(arm.Name, seed), JsonSerializer.Serialize(judged, Json));
        return judged;
    }

    private RunConfiguration Settings(ComparisonArm arm, ulong seed, int steps, string part = "") => Shared(
        seed,
        steps,
        [
            $"run.name={Name(arm.Name, seed)}{(part.Length == 0 ? "" : "-" + part)}",
            $"run.folder={JsonSerializer.Serialize(folder)}",
            "evaluation.tasks=0",
            .. arm.Sets,
        ]);

    private RunConfiguration Shared(ulong seed, int steps, ImmutableArray<string> own) =>
        common.With([$"run.seed={seed}", $"run.steps={steps}", "rollout.workers=1", "learner.threads=1", "checkpoint.keep=1", .. own]);

    private static TrainingRequest Request(RunConfiguration settings) => new(settings, FolderMode.Resume);

    private static RunSuccess Successes(ImmutableArray<Evaluator.Judgement> judged) => RunSuccess.Of(judged.Select(j => j.Score.Success));

    private static string Name(string arm, ulong seed) => string.Create(CultureInfo.InvariantCulture, $"{arm}-{seed}");

    private string Result(string arm, ulong seed) => Path.Combine(folder, Name(arm, seed), ResultFile);

    private ArmRun? Load(string arm, ulong seed)
    {
        var path = Result(arm, seed);
        if (!File.Exists(path)) return null;
        try
        {
            var run = JsonSerializer.Deserialize<ArmRun>(File.ReadAllText(path), Json);
            return run?.Cross.Verdicts is not null && run.Intra.Verdicts is not null ? run : throw new JsonException("the verdicts of its tasks are missing");
        }
        catch (JsonException error)
        {
            throw new DataException($"{path}: cannot be read ({error.Message.ReplaceLineEndings(" ")}); delete the file to have the run judged again", error);
        }
    }
}
