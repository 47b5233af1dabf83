using ToolZero.Bench.Benchmarks;
using ToolZero.Bench.Cluster;
using ToolZero.Bench.Measurement;
using ToolZero.Bench.Models;
using static TorchSharp.torch;

namespace ToolZero.Bench;

/// <summary>Runs the benches one after the other in this process.</summary>
internal static class BenchRun
{
    public static IReadOnlyList<IBench> All { get; } =
    [
        // First: memory that other benches used and freed would hide growth.
        new MemoryBench(),
        new MatrixBench(),
        new LearnerBench(),
        new DecodeBench(),
        new PrefillBench(),
        new PromptBench(),
        new AgreementBench(),
        new BfclBench(),
        new RewardBench(),
        new ImportBench(),
        new WeightsBench(),
        new MessagesBench(),
        new CoordinatorBench(isRemote: false),
        new CoordinatorBench(isRemote: true),
    ];

    /// <summary>Stands for all benches that run on request.</summary>
    public const string Cluster = "cluster";

    public static BenchReport Run(BenchOptions options, Action<string> starting)
    {
        // One worker is one thread: every figure is that of one core.
        set_num_threads(1);
        using var tiny = TinyModel.Open(options.Model);
        var context = new BenchContext(new Clock(options.Clock), tiny, options.Quick, options.Steps ?? (options.Quick ? MemoryBench.QuickSteps : MemoryBench.DefaultSteps));
        var wall = new Clock(ClockKind.Wall);
        var processor = new Clock(ClockKind.Cpu);
        var (wallFrom, processorFrom) = (wall.Now, processor.Now);
        var figures = new List<BenchFigure>();
        foreach (var bench in All.Where(b => options.Only.Count == 0 ? !b.OnRequest : options.Only.Contains(b.Name)))
        {
            starting(bench.Name);
            figures.AddRange(bench.Run(context).Select(figure => new BenchFigure(bench.Name, figure)));
        }

        return new BenchReport(
            MachineDescription.Read(),
            TimeProvider.System.GetUtcNow(),
            options.Clock,
            options.Quick,
            tiny.Name,
            (processor.Now - processorFrom) / Math.Max(1e-9, wall.Now - wallFrom),
            figures);
    }
}
