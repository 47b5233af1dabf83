using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Data;

/// <summary>Where tasks come from: <c>toolworld</c>, generated on the spot, or the path of a data set.</summary>
/// <param name="Name">The word or the path, as a user gives it in <c>--data</c>, <c>data.train</c> or <c>data.evaluation</c>.</param>
public sealed record TaskSource(string Name)
{
    /// <summary>The name of the generated tasks.</summary>
    public const string ToolWorld = "toolworld";

    public bool IsGenerated => Name == ToolWorld;

    /// <summary>Loads tasks; generated ones are exactly <paramref name="count"/>, files are read whole.</summary>
    /// <param name="split">Which world is generated; a file is what it is.</param>
    /// <param name="seed">Seed of the generator.</param>
    /// <param name="count">How many tasks are generated, from 1.</param>
    /// <exception cref="DataException">The path does not exist or holds nothing usable.</exception>
    public Dataset Load(ToolWorldSplit split, ulong seed, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return IsGenerated ? new Dataset(ToolWorld, ToolWorldGenerator.Generate(split, seed, count), []) : DatasetLoader.Load(Path());
    }

    /// <summary>The same tasks while they are read: a file may be larger than memory.</summary>
    /// <inheritdoc cref="Load"/>
    public DatasetStream Stream(ToolWorldSplit split, ulong seed, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return IsGenerated
            ? new DatasetStream(ToolWorld, ToolWorldGenerator.Generate(split, seed, count).Select(task => new DatasetEntry(task, null)))
            : DatasetLoader.Stream(Path());
    }

    private string Path() => File.Exists(Name) || Directory.Exists(Name)
        ? Name
        : throw new DataException($"{Name}: no such file or folder; give a data set (docs/data.md) or {ToolWorld} for generated tasks");
}
