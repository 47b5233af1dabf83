using Akka.Configuration;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Node;
using ToolZero.Actors.Reward;
using ToolZero.Actors.Rollout;
using ToolZero.Actors.Runs;
using ToolZero.Actors.Weights;
using ToolZero.Core.Metrics;
using ToolZero.Core.Rewards.Schedules;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;
using Row = ToolZero.Actors.Tests.Coordinator.LedgerModel.Row;

namespace ToolZero.Actors.Tests.Support;

/// <summary>A whole run of actors over fakes, with a hook for every fault.</summary>
internal sealed class RunBench : IDisposable, IStepLog
{
    private readonly TemporaryFolder _folder = new();

    public CoordinatorSettings Settings { get; init; } = new(8, 6, 3, 0, TimeSpan.FromSeconds(30), 3, 3);

    public LiveSettings Live { get; init; } = new(1e-3, 0.2, 0.2, 1, new ScheduleSettings("sigmoid", 4, 0.5));

    public int Workers { get; init; } = 2;

    public TimeSpan RewardDeadline { get; init; } = TimeSpan.FromSeconds(20);

    public SupervisionSettings Supervision { get; init; } = new(5, TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(50));

    public Action<IReadOnlyCollection<GroupId>> OnDecode { get; init; } = _ => { };

    public Action<string> OnScore { get; init; } = _ => { };

    /// <summary>True for the text of a sample whose group has equal rewards.</summary>
    public Func<string, bool> IsFlat { get; init; } = _ => false;

    public Action<TrainingBatch> OnTrain { get; init; } = _ => { };

    public Action<StepMetrics> OnStep { get; init; } = _ => { };

    public MemoryLedger Ledger { get; } = new();

    public List<RunEvent> Events { get; } = [];

    public CheckpointStore Checkpoints => new(_folder.Path, 2);

    public string FinalWeights => Checkpoints.Latest()!.State.WeightsSha256;

    /// <summary>Runs, and checks what holds for every run that ends well.</summary>
    public async Task<RunResult> Run(CancellationToken stop = default)
    {
        var outcome = await ActorRun.Run(Parts(), Events.Add, stop).WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        if (outcome.Phase == RunPhase.Finished)
        {
            Assert.Equal(Settings.Steps * Settings.Batch, Ledger.Count(Row.Trained));
            Assert.Equal(Ledger.Issued, Ledger.Count(Row.Trained, Row.Filtered, Row.Quarantined));
            Assert.All(Ledger.Trained.SelectMany(b => b.Groups), g => Assert.All(g.Samples, s => Assert.True(s.Score.Base > 0, "a failure became a reward")));
        }

        return outcome;
    }

    public void Append(StepMetrics metrics, TrainingBatch batch) => OnStep(metrics);

    public void KeepBefore(long step)
    {
    }

    public void Dispose() => _folder.Dispose();

    private RunParts Parts() => new(
        new BenchJob(this),
        new RoleParts(TimeProvider.System)
        {
            Learner = new LearnerServices(Checkpoints, 1, checkpoint => new FakeTrainer(checkpoint, OnTrain), TimeProvider.System),
            Rollout = new RolloutParts(
                new RolloutSettings(Settings.MaxVersions == 0, 2, 16, TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(100)),
                () => new FakeEngine(2, OnDecode),
                Tests.Weights.TestWeights.Model,
                TorchSharp.torch.CPU),
            Reward = new ScoringParts(new RewardPoolSettings(2, RewardDeadline, 3), new FakeReward(OnScore, IsFlat)),
        },
        Workers,
        Supervision,
        ConfigurationFactory.ParseString("akka.loglevel = OFF, akka.stdout-loglevel = OFF"));

    /// <summary>A run without a folder: ledger in memory, no evaluation.</summary>
    private sealed class BenchJob(RunBench bench) : IRunJob
    {
        public string ConfigurationText => "";

        public CoordinatorServices Coordinator { get; } = new(
            bench.Settings with { Live = bench.Live },
            bench.Ledger,
            new LearningRateSchedule(LearningRateShape.Cosine, bench.Live.LearningRate, bench.Settings.Steps),
            id => Samples.Task((int)id.Value),
            bench,
            TimeProvider.System);

        public WeightsSettings Weights => Tests.Weights.TestWeights.Settings;

        public IReadOnlyList<string> Notices => [];

        public bool Evaluates => false;

        public EvaluationResult? Baseline => null;

        public StoredCheckpoint? Latest => bench.Checkpoints.Latest();

        public void KeepBaseline(EvaluationResult result) => throw new InvalidOperationException("nothing is evaluated");

        public RunResult Conclude(RunEnd end, EvaluationResult? final) => RunResult.NotBegun(end);

        public void Dispose()
        {
        }
    }
}
