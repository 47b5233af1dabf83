using ToolZero.Bench.Measurement;

namespace ToolZero.Bench;

/// <summary>A figure and the bench that measured it.</summary>
internal sealed record BenchFigure(string Bench, Figure Figure);

/// <summary>All that one run measured.</summary>
/// <param name="Machine">Where.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Clock">With what.</param>
/// <param name="Quick">With fewer repetitions and smaller shapes.</param>
/// <param name="TinyModel">Which tiny model.</param>
/// <param name="ProcessorShare">Processor time over wall time of the run: well below 1, others had the processor too and wall times say little.</param>
/// <param name="Figures">In order of measuring.</param>
internal sealed record BenchReport(
    MachineDescription Machine,
    DateTimeOffset Time,
    ClockKind Clock,
    bool Quick,
    string TinyModel,
    double ProcessorShare,
    IReadOnlyList<BenchFigure> Figures);
