using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Evaluation.Results;

namespace ToolZero.Core.Evaluation.Bfcl.Scoring;

/// <summary>Judges result files against the questions of a data folder, each question at most once.</summary>
/// <param name="questions">The questions.</param>
/// <param name="settings">What the rows do not say about the model.</param>
public sealed class BfclJudge(BfclQuestionSet questions, BfclJudgeSettings settings)
{
    private readonly HashSet<string> _judged = new(StringComparer.Ordinal);

    /// <summary>Reads and judges a file or folder of results, and counts by category.</summary>
    /// <param name="path">A file, or a folder with <c>*_result.json</c> files.</param>
    /// <param name="includes">Tells by id which rows count; others are left out.</param>
    /// <param name="each">Gets every judgement in order, for score files; they are not kept.</param>
    /// <exception cref="DataException">A row is malformed, of no question, or a duplicate: names file and line.</exception>
    public ImmutableArray<BfclScore> Judge(string path, Func<string, bool> includes, Action<BfclJudgement> each)
    {
        ArgumentNullException.ThrowIfNull(includes);
        ArgumentNullException.ThrowIfNull(each);
        var tally = new BfclTally();
        foreach (var row in ResultReader.FilesOf(path).SelectMany(ResultReader.Read))
        {
            if (!includes(row.Id)) continue;
            var judgement = BfclJudgement.Of(Question(row), row, settings);
            tally.Add(judgement);
            each(judgement);
        }

        return tally.Scores;
    }

    private BfclQuestion Question(ResultRow row)
    {
        if (!_judged.Add(row.Id)) throw new DataException($"{row.Where}: {row.Id}: answered twice; keep one result of each question");
        if (questions.Find(row.Id) is { } question) return question;
        var near = questions.Near(row.Id);
        throw new DataException($"{row.Where}: {row.Id}: no single-turn question has this id{(near is null ? "" : $", did you mean {near}?")}");
    }
}
