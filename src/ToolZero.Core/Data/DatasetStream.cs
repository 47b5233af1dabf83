namespace ToolZero.Core.Data;

/// <summary>One of what a data set holds: a task, or a row that was refused.</summary>
/// <param name="Task">Null for a refused row.</param>
/// <param name="Refused">Null for a task.</param>
public readonly record struct DatasetEntry(ToolTask? Task, RefusedRow? Refused);

/// <summary>A data set that is read while it is asked for, so that it may be larger than memory.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Entries">Its tasks and refused rows in the order of its file; read anew each time they are asked for.</param>
public sealed record DatasetStream(string Name, IEnumerable<DatasetEntry> Entries);
