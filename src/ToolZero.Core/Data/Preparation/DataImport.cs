using System.Collections.Immutable;

namespace ToolZero.Core.Data.Preparation;

/// <summary>
/// Streams data files into the product's own. Only ids, contents (some 13 bytes each, twice to see what splits share) and, for shuffling, places (8 bytes
/// each) are remembered, so a file may be larger than memory.
/// </summary>
public sealed class DataImport
{
    private readonly ImportSettings _settings;
    private readonly Action<RefusedRow> _refused;
    private readonly Action<TaskOverlap> _overlapping;
    private readonly KeySet _ids = new();
    private readonly KeySet _contents = new();
    private readonly KeySet _placed = new();
    private readonly HashSet<string> _sharedTools = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _categories = new(StringComparer.Ordinal);
    private long _rows;
    private long _bytes;
    private long _refusals;
    private long _duplicates;
    private long _augmented;
    private long _overlaps;
    private long _inTwoParts;

    /// <param name="settings">What happens on the way.</param>
    /// <param name="refused">Told every row that is refused.</param>
    /// <param name="overlapping">Told every task that repeats a question of the evaluation set.</param>
    public DataImport(ImportSettings settings, Action<RefusedRow> refused, Action<TaskOverlap> overlapping) =>
        (_settings, _refused, _overlapping) = (settings, refused, overlapping);

    /// <summary>Reads the sources in order and writes the file, or one file for each split. An import that fails leaves nothing.</summary>
    /// <exception cref="DataException">A source cannot be read, nothing of it can be used, or the file cannot be written.</exception>
    public ImportReport Run(IReadOnlyList<string> sources, string output, CancellationToken cancellation)
    {
        using var files = new ImportOutput(output, _settings);
        foreach (var task in Tasks(sources, cancellation))
        {
            files.Write(task);
            _categories[task.Category] = _categories.GetValueOrDefault(task.Category) + 1;
        }

        if (_categories.Count == 0)
            throw new DataException($"{output}: not written, because no task is left: {_rows} rows read, {_refusals} refused, {_duplicates} duplicates, {_overlaps} repeat the evaluation set");
        return new ImportReport(
            _rows, _bytes, _refusals, _duplicates, _augmented, _overlaps, _settings.Against?.Refused ?? 0, _sharedTools.Count, _inTwoParts, files.Commit(),
            _categories.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    /// <summary>The tasks as they would be written.</summary>
    /// <exception cref="DataException">A source cannot be read.</exception>
    public IEnumerable<ToolTask> Tasks(IReadOnlyList<string> sources, CancellationToken cancellation)
    {
        SourceNames.Check(sources, _settings);
        foreach (var source in sources)
        {
            foreach (var item in ReadAhead.Of(DataFile.Read(source, _settings.Format, _settings.Reading)))
            {
                cancellation.ThrowIfCancellationRequested();
                _rows++;
                _bytes += item.Bytes;
                if (item.Refused is { } refused) Refuse(refused);
                foreach (var task in item.Tasks.SelectMany(t => Prepare(t, item))) yield return task;
            }
        }
    }

    private IEnumerable<ToolTask> Prepare(ToolTask task, DataItem item)
    {
        if (!IsNew(task.Id, item)) yield break;
        if (_settings.ChecksSchema && TaskCheck.SchemaProblem(task) is { } problem)
        {
            Refuse(new RefusedRow(item.File, item.Line, "reference", problem, item.Position));
            yield break;
        }

        if (_settings.Deduplicates && !_contents.Add(ContentKey.Of(task)))
        {
            _duplicates++;
            yield break;
        }

        if (Overlaps(task) && _settings.DropsOverlap) yield break;
        CountSharedContent(task);
        foreach (var variant in _settings.Augmentations?.Apply(task, _settings.Splits) ?? [task])
        {
            if (!ReferenceEquals(variant, task))
            {
                if (!IsNew(variant.Id, item)) continue;
                _augmented++;
            }

            var named = _settings.Renames ? CallableNames.Apply(variant) : variant;
            yield return _settings.Masking?.Apply(named) ?? named;
        }
    }

    /// <summary>Also false for what augmentation made, where the source holds the same already: ids are unique in what is written.</summary>
    private bool IsNew(string id, DataItem item)
    {
        var isNew = _ids.Add(ContentKey.Of(id));
        if (!isNew) Refuse(new RefusedRow(item.File, item.Line, "id", $"\"{id}\" occurs before{(_settings.Augmentations is null ? "" : ", in a row or made of one")}", item.Position));
        return isNew;
    }

    /// <summary>Rows go to parts by their ids: the same content under two ids may go to two parts.</summary>
    private void CountSharedContent(ToolTask task)
    {
        if (_settings.Splits is not { } splits || _settings.Deduplicates) return;
        var content = ContentKey.Of(task);
        var (isNew, isNewHere) = (_contents.Add(content), _placed.Add(content + (UInt128)splits.Of(task.Id)));
        if (!isNew && isNewHere) _inTwoParts++;
    }

    private bool Overlaps(ToolTask task)
    {
        if (_settings.Against is not { } evaluation) return false;
        foreach (var tool in task.Tools)
            if (evaluation.HasTool(tool.Name)) _sharedTools.Add(tool.Name);
        if (evaluation.Find(task) is not { } overlap) return false;
        _overlaps++;
        _overlapping(overlap);
        return true;
    }

    private void Refuse(RefusedRow row)
    {
        _refusals++;
        _refused(row);
    }
}
