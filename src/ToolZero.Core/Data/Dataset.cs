using System.Collections.Immutable;

namespace ToolZero.Core.Data;

/// <summary>A row that was read but cannot be used.</summary>
/// <param name="File">File it stands in.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Field">Field at fault, as a path: <c>calling[1].api</c>.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Position">Its number in the list that the file holds, from 1: a list may stand on one line. Null in JSON Lines.</param>
public sealed record RefusedRow(string File, int Line, string Field, string Reason, int? Position = null)
{
    /// <summary>One line: file, line, the row of a list, field and reason.</summary>
    public override string ToString() => Position is { } position
        ? $"{File}:{Line}: row {position}: {(Field == WholeRow ? "" : $"{Field}: ")}{Reason}"
        : $"{File}:{Line}: {Field}: {Reason}";

    /// <summary>The field that is named where no single one is at fault.</summary>
    internal const string WholeRow = "row";
}

/// <summary>The tasks of a data set in the order of its files, and the rows that were refused.</summary>
public sealed record Dataset(string Name, ImmutableArray<ToolTask> Tasks, ImmutableArray<RefusedRow> Refused);
