using System.Globalization;
using Akka.Actor;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Ledger;
using ToolZero.Model.Training;

namespace ToolZero.Bench.Cluster;

/// <summary>
/// The product's coordinator, learner, ledger and run folder under a crowd of simulated workers. Everything but sampling, scoring and training
/// takes place: leases, deliveries, transactions, batches read back from the ledger, metrics and rollouts on disk, checkpoints and pruning.
/// </summary>
internal sealed class CoordinatorLoad : IDisposable
{
    public const int Workers = 1000;

    private const int Batch = 256;
    private const int CheckpointEvery = 20;

    /// <summary>Enough groups at once for all workers.</summary>
    private const int MaxVersions = 4;

    private readonly string _path = Directory.CreateTempSubdirectory("toolzero-bench-").FullName;
    private readonly RunFolder _folder;
    private readonly RunLedger _ledger;
    private readonly ClusterSystem _near;
    private readonly ClusterSystem? _far;

    /// <param name="isRemote">The workers are in an actor system of their own, over loopback TCP.</param>
    public CoordinatorLoad(bool isRemote)
    {
        var groups = new SyntheticGroups();
        _folder = RunFolder.Open(_path, "run", FolderMode.New);
        _ledger = RunLedger.OpenOrCreate(_folder.Ledger, new LedgerIdentity(1, "bench"), TimeProvider.System);
        _near = new ClusterSystem("coordinator", isRemote);
        var settings = new CoordinatorSettings(1_000_000, Batch, 1, MaxVersions, TimeSpan.FromMinutes(1), 3, CheckpointEvery);
        var rate = new LearningRateSchedule(LearningRateShape.Constant, 1e-6, settings.Steps);
        var services = new CoordinatorServices(settings, _ledger, rate, groups.Task, _folder, TimeProvider.System);
        var coordinator = _near.System.ActorOf(CoordinatorActor.Props(services).WithDispatcher(RoleFactory.CoordinatorDispatcher), "coordinator");
        var learner = new LearnerServices(new CheckpointStore(_folder.Checkpoints, 2), 1, checkpoint => new IdleTrainer(checkpoint), TimeProvider.System);
        _near.System.ActorOf(LearnerActor.Props("learner", learner, coordinator, ActorRefs.Nobody), "learner");
        _near.System.ActorOf(Props.Create(() => new StatusProbe(coordinator, Latencies)).WithDispatcher(RoleFactory.CoordinatorDispatcher), "probe");

        _far = isRemote ? new ClusterSystem("workers", isRemote: true) : null;
        var (system, to) = _far is null ? (_near.System, (ICanTell)coordinator) : (_far.System, _far.System.ActorSelection(_near.PathOf(coordinator)));
        for (var i = 1; i <= Workers; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"rollout-{i}");
            system.ActorOf(Props.Create(() => new SimulatedWorker(name, to, groups, Acknowledged)), name);
        }
    }

    /// <summary>Groups that workers know to be in the ledger.</summary>
    public AcknowledgedCount Acknowledged { get; } = new();

    /// <summary>How long answers to a status query took.</summary>
    public Latencies Latencies { get; } = new();

    /// <summary>Ends all actors; gives what the ledger has then.</summary>
    public LedgerBalance Stop()
    {
        _far?.Dispose();
        _near.Dispose();
        return _ledger.Balance();
    }

    public void Dispose()
    {
        Stop();
        _ledger.Dispose();
        _folder.Dispose();
        Directory.Delete(_path, recursive: true);
    }
}
