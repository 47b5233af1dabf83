using System.Collections.Immutable;

namespace ToolZero.Cli.Commands;

/// <summary>Least, mean and most of a count over all tasks.</summary>
public sealed record CountRange(int Least, double Mean, int Most);

/// <summary>What is in a data set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tasks">Usable tasks.</param>
/// <param name="Tools">Different tool names offered.</param>
/// <param name="Duplicates">Tasks whose content went by before.</param>
/// <param name="Categories">Tasks by category.</param>
/// <param name="PerTask">Ranges over tasks: tools, messages, reference calls, characters of the prompt.</param>
/// <param name="RefusedRows">Rows refused.</param>
/// <param name="Refused">The first of them: file, line, field, reason.</param>
public sealed record DataSummary(
    string Name,
    long Tasks,
    int Tools,
    long Duplicates,
    ImmutableSortedDictionary<string, long> Categories,
    ImmutableSortedDictionary<string, CountRange> PerTask,
    long RefusedRows,
    ImmutableArray<string> Refused)
{
    public void Write(TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.WriteLine($"{Name}: {Tasks} tasks, {Tools} different tools, {Duplicates} duplicates, {RefusedRows} rows refused");
        foreach (var row in Refused) to.WriteLine($"  refused {row}");
        if (RefusedRows > Refused.Length) to.WriteLine($"  and {RefusedRows - Refused.Length} more; toolzero data validate names all");
        to.WriteLine();
        to.WriteLine($"{"category",-20} {"tasks",7} {"share",7}");
        foreach (var (category, tasks) in Categories) to.WriteLine($"{category,-20} {tasks,7} {(double)tasks / Tasks,7:P1}");
        to.WriteLine();
        to.WriteLine($"{"per task",-20} {"least",7} {"mean",9} {"most",7}");
        foreach (var (name, range) in PerTask) to.WriteLine($"{name,-20} {range.Least,7} {range.Mean,9:F1} {range.Most,7}");
    }
}
