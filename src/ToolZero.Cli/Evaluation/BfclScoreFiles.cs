using System.Text;
using ToolZero.Actors.Hosting;
using ToolZero.Core.Evaluation.Bfcl;
using ToolZero.Core.Evaluation.Bfcl.Scoring;

namespace ToolZero.Cli.Evaluation;

/// <summary>
/// Writes <c>score/MODEL/GROUP/BFCL_v4_CATEGORY_score.json</c>. Wrong answers stream into a file aside, since the first line of a score file
/// holds counts that are known only at the end.
/// </summary>
internal sealed class BfclScoreFiles(string root, string model) : IDisposable
{
    private readonly Dictionary<BfclCategory, StreamWriter> _wrong = [];

    /// <summary>Where the files of a model lie.</summary>
    public string Folder { get; } = ResultFolders.Scores(root, model);

    public void Add(BfclJudgement judgement)
    {
        var category = judgement.Question.Category;
        if (!_wrong.TryGetValue(category, out var wrong))
        {
            Directory.CreateDirectory(Path.Combine(Folder, category.Group));
            wrong = _wrong[category] = new StreamWriter(Aside(category), append: false, new UTF8Encoding(false));
        }

        if (!judgement.Verdict.Valid) wrong.Write(BfclScoreFile.Line(judgement, model) + "\n");
    }

    /// <summary>Publishes the files of the counted categories.</summary>
    public void Complete(IEnumerable<BfclScore> scores)
    {
        foreach (var score in scores)
        {
            _wrong[score.Category].Dispose();
            AtomicFile.Write(Path.Combine(Folder, score.Category.Group, score.Category.ScoreFile), to =>
            {
                to.Write(Encoding.UTF8.GetBytes(BfclScoreFile.Header(score) + "\n"));
                using var wrong = File.OpenRead(Aside(score.Category));
                wrong.CopyTo(to);
            });
        }
    }

    public void Dispose()
    {
        foreach (var (category, wrong) in _wrong)
        {
            wrong.Dispose();
            File.Delete(Aside(category));
        }
    }

    private string Aside(BfclCategory category) => Path.Combine(Folder, category.Group, $"{category.ScoreFile}.wrong");
}
