using System.Collections.Immutable;
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
        var file = Directory.Exists(path) ? SealToolsFile(path) : path;
        var format = DataFormats.Detect(file);
        var name = Path.GetFileNameWithoutExtension(file);
        var dataset = format == DataFormats.Own
            ? new Dataset(name, [.. ToolTaskJsonLines.Read(file)], [])
            : Load(name, DataFile.Read(file, format, reading ?? DataReading.Default));
        if (!dataset.Tasks.IsEmpty) return dataset;
        var first = dataset.Refused.IsEmpty ? "" : $"; the first refused is {dataset.Refused[0]}";
        throw new DataException($"{path}: no row can be used{first}");
    }

    private static Dataset Load(string name, IEnumerable<DataItem> items)
    {
        var tasks = ImmutableArray.CreateBuilder<ToolTask>();
        var refused = ImmutableArray.CreateBuilder<RefusedRow>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item.Refused is { } row) refused.Add(row);
            foreach (var task in item.Tasks)
            {
                if (seen.Add(task.Id)) tasks.Add(task);
                else refused.Add(new RefusedRow(item.File, item.Line, "id", $"\"{task.Id}\" occurs before"));
            }
        }

        return new Dataset(name, tasks.ToImmutable(), refused.ToImmutable());
    }

    private static string SealToolsFile(string folder) => File.Exists(Path.Combine(folder, SealToolsReader.ToolsFile))
        ? Path.Combine(folder, SealToolsReader.RowsFile)
        : throw new DataException($"{folder}: a folder is read as Seal-Tools and needs a tool.jsonl; for other data name the .jsonl file");
}
