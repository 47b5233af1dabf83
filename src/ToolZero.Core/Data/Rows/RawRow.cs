namespace ToolZero.Core.Data.Rows;

/// <summary>The bytes of one row as they stand in a file, valid until the next is asked for.</summary>
/// <param name="Line">Line it begins on, from 1.</param>
/// <param name="Json">Its text; empty when there is a problem.</param>
/// <param name="Problem">Why the row cannot be read; null when it can.</param>
/// <param name="Position">Its number in the list, from 1; null where there is no list, or the list itself is at fault.</param>
public readonly record struct RawRow(int Line, ReadOnlyMemory<byte> Json, string? Problem, int? Position = null);
