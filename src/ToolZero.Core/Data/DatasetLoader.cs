using System.Collections.Immutable;
using ToolZero.Core.Data.Preparation;
using ToolZero.Core.Data.Readers;

namespace ToolZero.Core.Data;

/// <summary>Reads a data set by its path; its rows say which format it has.</summary>
public static class DatasetLoader
{
    /// <summary>
    /// A file of any of <see cref="DataFormats.Names"/>, or a Seal-Tools folder. The product's own rows are whole or they are nothing: the first bad
    /// one is an error. Of other formats bad rows are refused by name.
    /// </summary>
    /// <exception cref="DataException">Nothing usable is there: says what was expected.</exception>
    public static Dataset Load(string path, DataReading? reading = null)
    {
        var tasks = ImmutableArray.CreateBuilder<ToolTask>();
        var refused = ImmutableArray.CreateBuilder<RefusedRow>();
        var stream = Stream(path, reading);
        foreach (var entry in stream.Entries)
        {
            if (entry.Task is { } task) tasks.Add(task);
            if (entry.Refused is { } row) refused.Add(row);
        }

        return new Dataset(stream.Name, tasks.ToImmutable(), refused.ToImmutable());
    }

    /// <summary>The same while it is read: only keys of ids are kept, some 13 bytes each.</summary>
    /// <exception cref="DataException">As of <see cref="Load"/>, at the row that it is about; that nothing is usable is known at the end.</exception>
    public static DatasetStream Stream(string path, DataReading? reading = null)
    {
        var file = Directory.Exists(path) ? SealToolsFile(path) : path;
        if (!DataFile.CanReadTwice(file)) throw new DataException($"{file}: is a pipe, and a data set is read more than once; write the rows into a file");
        var format = DataFormats.Detect(file);
        var entries = format == DataFormats.Own
            ? ToolTaskJsonLines.Read(file).Select(task => new DatasetEntry(task, null))
            : Entries(DataFile.Read(file, format, reading ?? DataReading.Default));
        return new DatasetStream(Path.GetFileNameWithoutExtension(file), Usable(path, entries));
    }

    private static IEnumerable<DatasetEntry> Entries(IEnumerable<DataItem> items)
    {
        var ids = new KeySet();
        foreach (var item in items)
        {
            if (item.Refused is { } row) yield return new DatasetEntry(null, row);
            foreach (var task in item.Tasks)
            {
                yield return ids.Add(ContentKey.Of(task.Id))
                    ? new DatasetEntry(task, null)
                    : new DatasetEntry(null, new RefusedRow(item.File, item.Line, "id", $"\"{task.Id}\" occurs before", item.Position));
            }
        }
    }

    private static IEnumerable<DatasetEntry> Usable(string path, IEnumerable<DatasetEntry> entries)
    {
        var isUsable = false;
        RefusedRow? first = null;
        foreach (var entry in entries)
        {
            isUsable |= entry.Task is not null;
            first ??= entry.Refused;
            yield return entry;
        }

        if (!isUsable) throw new DataException($"{path}: no row can be used{(first is null ? "" : $"; the first refused is {first}")}");
    }

    private static string SealToolsFile(string folder) => File.Exists(Path.Combine(folder, SealToolsReader.ToolsFile))
        ? Path.Combine(folder, SealToolsReader.RowsFile)
        : throw new DataException($"{folder}: a folder is read as Seal-Tools and needs a tool.jsonl; for other data name the .jsonl file");
}
