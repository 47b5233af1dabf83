using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ToolZero.Core.Data;
using ToolZero.Core.Evaluation.Results;

namespace ToolZero.Core.Evaluation.Bfcl.Scoring;

/// <summary>Judges result files against the questions of a data folder, each question at most once.</summary>
/// <param name="questions">The questions.</param>
/// <param name="settings">What the rows do not say about the model.</param>
public sealed partial class BfclJudge(BfclQuestionSet questions, BfclJudgeSettings settings)
{
    private readonly HashSet<string> _judged = new(StringComparer.Ordinal);

    /// <summary>What was left out because it belongs to no single-turn category.</summary>
    public BfclSkipped Skipped { get; private set; } = new(0, 0);

    /// <summary>Reads and judges a file or folder of results, and counts by category; what is not single-turn is left out and counted apart.</summary>
    /// <param name="path">A file, or a folder with <c>*_result.json</c> files.</param>
    /// <param name="includes">Tells by id which rows count; others are left out.</param>
    /// <param name="each">Gets every judgement in order, for score files; they are not kept.</param>
    /// <exception cref="DataException">A row is malformed, of no question, or a duplicate: names file and line.</exception>
    public ImmutableArray<BfclScore> Judge(string path, Func<string, bool> includes, Action<BfclJudgement> each)
    {
        ArgumentNullException.ThrowIfNull(includes);
        ArgumentNullException.ThrowIfNull(each);
        var tally = new BfclTally();
        var files = ResultReader.FilesOf(path).ToLookup(file => BfclCategories.IsOtherPart(CategoryOf(file)));
        Skipped = new BfclSkipped(files[true].Count(), 0);
        foreach (var row in files[false].SelectMany(ResultReader.Read))
        {
            if (!includes(row.Id)) continue;
            if (BfclCategories.IsOtherPart(row.Id))
            {
                Skipped = Skipped with { Rows = Skipped.Rows + 1 };
                continue;
            }

            var judgement = BfclJudgement.Of(Question(row), row, settings);
            tally.Add(judgement);
            each(judgement);
        }

        return tally.Scores;
    }

    /// <summary>The category that a file's name tells, <c>BFCL_v4_CATEGORY_result.json</c>; empty where it tells none.</summary>
    private static string CategoryOf(string file) => FileName().Match(Path.GetFileName(file)).Groups[1].Value;

    [GeneratedRegex(@"^BFCL_v\d+_(.+)_result\.json$", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();

    private BfclQuestion Question(ResultRow row)
    {
        if (!_judged.Add(row.Id)) throw new DataException($"{row.Where}: {row.Id}: answered twice; keep one result of each question");
        if (questions.Find(row.Id) is { } question) return question;
        var near = questions.Near(row.Id);
        throw new DataException($"{row.Where}: {row.Id}: no single-turn question has this id{(near is null ? "" : $", did you mean {near}?")}");
    }
}

/// <summary>Results that are not judged here.</summary>
/// <param name="Files">Whole files, by their names.</param>
/// <param name="Rows">Rows of other files, by their ids.</param>
public sealed record BfclSkipped(int Files, int Rows)
{
    /// <summary>A clause with the counts; empty when nothing was left out.</summary>
    public override string ToString()
    {
        string[] counts = [Files == 0 ? "" : Files == 1 ? "1 file" : $"{Files} files", Rows == 0 ? "" : Rows == 1 ? "1 row" : $"{Rows} rows"];
        return string.Join(" and ", counts.Where(c => c.Length > 0));
    }
}
