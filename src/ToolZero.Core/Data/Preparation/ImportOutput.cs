using System.Collections.Immutable;

namespace ToolZero.Core.Data.Preparation;

/// <summary>The files of an import: one, or one for each split, all put into place at the end or none.</summary>
internal sealed class ImportOutput : IDisposable
{
    private readonly ImportSettings _settings;
    private readonly List<(string Path, TaskFileWriter Writer, List<long> Starts)> _files = [];

    /// <exception cref="DataException">A file cannot be made; those that were are gone again.</exception>
    public ImportOutput(string path, ImportSettings settings)
    {
        _settings = settings;
        try
        {
            foreach (var file in Paths(path, settings.Splits)) _files.Add((file, TaskFileWriter.Create(file), []));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Write(ToolTask task)
    {
        var (_, writer, starts) = _files[_settings.Splits?.Of(task.Id) ?? 0];
        var at = writer.Write(task);
        if (_settings.ShuffleSeed is not null) starts.Add(at);
    }

    /// <summary>Puts all files into place; whatever takes time or room is done before the first.</summary>
    public ImmutableSortedDictionary<string, long> Commit()
    {
        foreach (var (_, writer, starts) in _files)
        {
            if (_settings.ShuffleSeed is not { } seed || starts.Count == 0)
            {
                writer.Finish();
                continue;
            }

            var order = new PromptOrder(seed, starts.Count);
            writer.Finish(starts, place => order.TaskAt(place));
        }

        foreach (var (_, writer, _) in _files) writer.Commit();
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
