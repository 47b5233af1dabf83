namespace ToolZero.Core.Data;

/// <summary>What a row of a data file became: tasks, or a refusal.</summary>
/// <param name="Tasks">The tasks; empty when the row is refused.</param>
/// <param name="Refused">Why there are none; null otherwise.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Bytes">Length of the row in its file.</param>
/// <param name="Position">Its number in the list that the file holds, from 1; null in JSON Lines.</param>
public readonly record struct DataItem(IReadOnlyList<ToolTask> Tasks, RefusedRow? Refused, string File, int Line, int Bytes, int? Position = null);
