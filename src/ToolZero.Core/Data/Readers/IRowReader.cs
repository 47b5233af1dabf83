namespace ToolZero.Core.Data.Readers;

/// <summary>Turns the rows of one data format into tasks.</summary>
internal interface IRowReader
{
    /// <summary>The tasks of a row: none, one, or one for each turn that has to be answered.</summary>
    /// <exception cref="FieldException">The row cannot be used: which field and why.</exception>
    IReadOnlyList<ToolTask> Read(JsonLine line);
}
