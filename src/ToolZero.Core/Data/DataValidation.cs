using ToolZero.Core.Data.Preparation;

namespace ToolZero.Core.Data;

/// <summary>Holds every row of a file against its format, as an import and a run do.</summary>
public static class DataValidation
{
    /// <summary>One result for each row, in order: null when it is right, else what is wrong.</summary>
    /// <exception cref="DataException">The file cannot be read, or its format is unknown.</exception>
    public static IEnumerable<RefusedRow?> Run(string file, string? format, DataReading reading)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(reading);
        var ids = new KeySet();
        foreach (var item in DataFile.Read(file, format, reading))
        {
            var repeated = item.Refused is null ? item.Tasks.FirstOrDefault(t => !ids.Add(ContentKey.Of(t.Id))) : null;
            yield return repeated is null ? item.Refused : new RefusedRow(item.File, item.Line, "id", $"\"{repeated.Id}\" occurs before", item.Position);
        }
    }
}
