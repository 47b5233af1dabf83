using System.Collections.Immutable;

namespace ToolZero.Core.Data;

/// <summary>A row that was read but cannot be used.</summary>
/// <param name="File">File it stands in.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Field">Field at fault, as a path: <c>calling[1].api</c>.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record RefusedRow(string File, int Line, string Field, string Reason)
{
    public override string ToString() => $"{File}:{Line}: {Field}: {Reason}";
}

/// <summary>The tasks of a data set in the order of its files, and the rows that were refused.</summary>
public sealed record Dataset(string Name, ImmutableArray<ToolTask> Tasks, ImmutableArray<RefusedRow> Refused);
