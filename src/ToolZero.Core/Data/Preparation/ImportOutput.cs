using System.Collections.Immutable;

namespace ToolZero.Core.Data.Preparation;

/// <summary>The files of an import: one, or one for each split, all put into place at the end or none.</summary>
internal sealed class ImportOutput : IDisposable
{
    private readonly ImportSettings _settings;
    private readonly ImmutableArray<(string Path, TaskFileWriter Writer, List<long> Starts)> _files;

    public ImportOutput(string path, ImportSettings settings)
    {
        _settings = settings;
        _files = [.. Paths(path, settings.Splits).Select(p => (p, TaskFileWriter.Create(p), new List<long>()))];
    }

    public void Write(ToolTask task)
    {
        var (_, writer, starts) = _files[_settings.Splits?.Of(task.Id) ?? 0];
        var at = writer.Write(task);
        if (_settings.ShuffleSeed is not null) starts.Add(at);
    }

    public ImmutableSortedDictionary<string, long> Commit()
    {
        foreach (var (_, writer, starts) in _files)
        {
            if (_settings.ShuffleSeed is not { } seed || starts.Count == 0)
            {
                writer.Commit();
                continue;
            }

            var order = new PromptOrder(seed, starts.Count);
            writer.Commit(starts, place => order.TaskAt(place));
        }

        return _files.ToImmutableSortedDictionary(f => f.Path, f => f.Writer.Count, StringComparer.Ordinal);
    }

    public void Dispose()
    {
        foreach (var (_, writer, _) in _files) writer.Dispose();
    }

    /// <summary><c>tasks.jsonl</c>, or <c>tasks.train.jsonl</c> and so on.</summary>
    private static IEnumerable<string> Paths(string path, TaskSplits? splits) => splits is null
        ? [path]
        : splits.Parts.Select(part => Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}.{part.Name}{Path.GetExtension(path)}"));
}
