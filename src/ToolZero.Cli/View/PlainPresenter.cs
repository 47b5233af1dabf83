using System.Globalization;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Core.Charts;
using ToolZero.Core.Metrics;
using ToolZero.Core.Rewards;

namespace ToolZero.Cli.View;

/// <summary>One line per step, for logs and pipes.</summary>
public sealed class PlainPresenter(TextWriter to, TimeProvider time, RunView view) : IRunPresenter
{
    private readonly Lock _gate = new();
    private RunView _view = view;

    public void Show(RunEvent runEvent)
    {
        lock (_gate)
        {
            _view = _view.Apply(runEvent, time.GetUtcNow());
            if (Line(_view, runEvent) is { } line) to.WriteLine(line);
            to.Flush();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The line of an event; null for one that says nothing worth a line.</summary>
    public static string? Line(RunView view, RunEvent runEvent) => runEvent switch
    {
        RunEvent.StepCompleted step => Step(view, step.Metrics),
        RunEvent.EvaluationDone done => string.Create(
            CultureInfo.InvariantCulture,
            $"{done.Name} evaluation: success {Figures.Percent(done.Result.Success)} format {Figures.Percent(done.Result.Format)} truncated {Figures.Percent(done.Result.Truncation)} of {done.Result.Tasks} held-out tasks"),
        RunEvent.CheckpointWritten written => $"checkpoint of {written.Step} steps: {written.Folder} weights {written.WeightsSha256}",
        RunEvent.WorkerChanged { Health: RoleHealth.Running, Incarnation: <= 1 } => null,
        RunEvent.WorkerChanged worker => $"{worker.Name} {worker.Health} (incarnation {worker.Incarnation}) {worker.Reason}".TrimEnd(),
        RunEvent.PhaseChanged phase => $"run {phase.Phase}: {phase.Reason}",
        RunEvent.GroupsQuarantined lost => $"quarantined {string.Join(", ", lost.Groups)}: {lost.Evidence.LastOrDefault("no evidence")}",
        RunEvent.Waiting waiting => $"waiting for {waiting.For} since {Figures.Duration(waiting.Since)}",
        RunEvent.Notice notice => notice.Text,
        _ => null,
    };

    private static string Step(RunView view, StepMetrics m)
    {
        var (batch, update, split) = (m.Batch, m.Update, m.Time);
        var eta = view.Remaining() is { } left ? Figures.Duration(left) : "–";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"step {m.Step + 1}/{view.Total} reward {batch.RewardMean:F3} success {Figures.Percent(batch.Success)} format {Figures.Percent(batch.Parts.GetValueOrDefault(RewardParts.Format))}"
            + $" length {batch.CompletionTokens:F1} truncated {Figures.Percent(batch.Truncation)} kl {Figures.Short(update.KlK3)} entropy {Figures.Short(update.Entropy)}"
            + $" clip {Figures.Percent(update.ClipFraction)} grad {Figures.Short(update.GradientNorm)} lr {Figures.Short(update.LearningRate)}"
            + $" tokens/s {Figures.Short(split.Step > 0 ? batch.GeneratedTokens / split.Step : 0)} stale {batch.StalenessMaximum}"
            + $" | {split.Step:F2} s: {TimeShares.Text(split)}; bottleneck {split.Bottleneck} | ETA {eta}");
    }
}
