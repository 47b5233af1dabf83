using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Runs;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Hosting;

/// <summary>Tokens of a run.</summary>
public sealed record TokenCounts(long Generated, long Trained);

/// <summary>What a run came to; summary.json when it is finished.</summary>
/// <param name="Phase">Finished, stopped on request, or failed.</param>
/// <param name="Reason">Why.</param>
/// <param name="Folder">The run folder.</param>
/// <param name="Baseline">Held-out result of the base model.</param>
/// <param name="Final">Held-out result of the final weights; null when the run was stopped before.</param>
/// <param name="Steps">Optimiser steps in the weights.</param>
/// <param name="Seconds">Wall time of this process, evaluations included.</param>
/// <param name="Tokens">Generated and trained tokens of the whole run.</param>
/// <param name="PolicyVersion">Version of the newest checkpoint.</param>
/// <param name="WeightsSha256">Hash of its weights.</param>
/// <param name="Ledger">All groups by state.</param>
/// <param name="Seed">Seed of the run.</param>
public sealed record RunResult(
    RunPhase Phase,
    string Reason,
    string Folder,
    EvaluationResult? Baseline,
    EvaluationResult? Final,
    long Steps,
    double Seconds,
    TokenCounts Tokens,
    long PolicyVersion,
    string WeightsSha256,
    GroupCounts Ledger,
    ulong Seed)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>It failed because of something outside of it: damaged input, a full disk. The reason is one line with the remedy.</summary>
    public bool IsDataFault { get; init; }

    /// <summary>A run that could not be opened, or has no folder.</summary>
    public static RunResult NotBegun(RunEnd end) => new(
        end.Phase, end.Reason, "", null, null, 0, 0, new TokenCounts(0, 0), 0, "", new GroupCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0)
    {
        IsDataFault = end.IsDataFault,
    };

    /// <summary>The same, unless the run failed.</summary>
    /// <exception cref="DataException">It failed because of something outside of it.</exception>
    /// <exception cref="FailedRunException">It was given up.</exception>
    public RunResult OrThrow()
    {
        if (IsDataFault) throw new DataException(Reason);
        if (Phase == RunPhase.Failed) throw new FailedRunException($"the run failed: {Reason}; what it trained is kept: continue it with --resume");
        return this;
    }

    /// <summary>The text of summary.json.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            baseline = Scores(Baseline),
            final = Scores(Final),
            steps = Steps,
            seconds = Math.Round(Seconds, 1),
            tokens = Tokens,
            policyVersion = PolicyVersion,
            weightsSha256 = WeightsSha256,
            ledger = Ledger,
            seed = Seed,
        },
        Json);

    private static object? Scores(EvaluationResult? result) =>
        result is null ? null : new { success = result.Success, format = result.Format, truncation = result.Truncation, tasks = result.Tasks, byCategory = result.ByCategory };
}
