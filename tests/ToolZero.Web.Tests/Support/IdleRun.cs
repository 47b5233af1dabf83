using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Runs;
using ToolZero.Actors.Weights;

namespace ToolZero.Web.Tests.Support;

/// <summary>A run that waits for its baseline evaluation for ever: it has no ledger.</summary>
internal sealed class IdleRun : IRunJob
{
    private static readonly RunConfiguration Configuration = RunConfiguration.Load(new ConfigurationSources());

    public string ConfigurationText => Configuration.Render();

    public CoordinatorServices Coordinator => throw new InvalidOperationException("nothing is trained");

    public WeightsSettings Weights => RunSettings.From(Configuration).Weights;

    public IReadOnlyList<string> Notices => [];

    public bool Evaluates => true;

    public EvaluationResult? Baseline => null;

    public StoredCheckpoint? Latest => null;

    public void KeepBaseline(EvaluationResult result) => throw new InvalidOperationException("nothing is evaluated");

    public RunResult Conclude(RunEnd end, EvaluationResult? final) => RunResult.NotBegun(end);

    public void Dispose()
    {
    }
}
