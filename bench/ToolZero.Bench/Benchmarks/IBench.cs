using ToolZero.Bench.Measurement;
using ToolZero.Bench.Models;

namespace ToolZero.Bench.Benchmarks;

/// <summary>What benches share.</summary>
/// <param name="Clock">What time is measured with.</param>
/// <param name="Tiny">The tiny model.</param>
/// <param name="Quick">Fewer repetitions, smaller shapes.</param>
/// <param name="Steps">Steps of the memory bench.</param>
internal sealed record BenchContext(Clock Clock, TinyModel Tiny, bool Quick, int Steps)
{
    /// <summary>Rounds of a comparison.</summary>
    public int Rounds => Quick ? 2 : 5;
}

/// <summary>Measures something and gives its figures. A bench that gives a ratio measures both sides itself.</summary>
internal interface IBench
{
    /// <summary>For <c>--only</c>.</summary>
    string Name { get; }

    /// <summary>Runs only when it is named, or all of its kind are (<see cref="BenchRun.Cluster"/>): it is about the actors, not the model code.</summary>
    bool OnRequest => false;

    IEnumerable<Figure> Run(BenchContext context);
}
