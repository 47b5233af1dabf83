using ToolZero.Core.Data.Preparation;
using ToolZero.Core.Data.Readers;

namespace ToolZero.Core.Data;

/// <summary>Holds every row of a file against its format; own rows also against their schema, which allows no other fields.</summary>
public static class DataValidation
{
    /// <summary>One result for each row, in order: null when it is right, else what is wrong.</summary>
    /// <exception cref="DataException">The file cannot be read, or its format is unknown.</exception>
    public static IEnumerable<RefusedRow?> Run(string file, string? format, DataReading reading)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(reading);
        format ??= DataFormats.Detect(file);
        var reader = DataFormats.Open(format, file, reading);
        var ids = new KeySet();
        foreach (var item in DataFile.Read(file, format == DataFormats.Own ? new Strict(reader) : reader))
        {
            var repeated = item.Refused is null ? item.Tasks.FirstOrDefault(t => !ids.Add(ContentKey.Of(t.Id))) : null;
            yield return repeated is null ? item.Refused : new RefusedRow(item.File, item.Line, "id", $"\"{repeated.Id}\" occurs before");
        }
    }

    private sealed class Strict(IRowReader reader) : IRowReader
    {
        public IReadOnlyList<ToolTask> Read(JsonLine line)
        {
            TaskFields.Check(line.Row);
            return reader.Read(line);
        }
    }
}
