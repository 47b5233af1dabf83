namespace ToolZero.Core.Data.Preparation;

/// <summary>Evaluation sets, read for their questions and the names of their tools; right answers do not matter here.</summary>
public static class EvaluationSet
{
    /// <summary>What these files ask, together.</summary>
    /// <param name="files">Data files of any format.</param>
    /// <param name="refused">Told every row that cannot be read.</param>
    /// <exception cref="DataException">A file cannot be read, or asks nothing: to compare with nothing would find nothing.</exception>
    public static OverlapIndex Read(IReadOnlyList<string> files, Action<RefusedRow> refused)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(refused);
        var count = 0L;
        var tasks = files.SelectMany(file => Tasks(file, row =>
        {
            count++;
            refused(row);
        }));
        return new OverlapIndex(tasks) { Refused = count }; // Counted while the index was made.
    }

    private static IEnumerable<ToolTask> Tasks(string file, Action<RefusedRow> refused)
    {
        var format = DataFile.FormatOf(file);
        var reader = DataFormats.Open(format, file, DataReading.Default);
        var (isUsable, first) = (false, (RefusedRow?)null);
        foreach (var item in DataFile.Read(file, format == DataFormats.Bfcl ? new BfclQuestions(reader) : reader))
        {
            if (item.Refused is { } row)
            {
                first ??= row;
                refused(row);
            }

            isUsable |= item.Tasks.Count > 0;
            foreach (var task in item.Tasks) yield return task;
        }

        if (!isUsable) throw new DataException($"{file}: no row of this evaluation set can be read, so that nothing would be compared with it{(first is null ? "" : $"; the first refused is {first}")}");
    }
}
