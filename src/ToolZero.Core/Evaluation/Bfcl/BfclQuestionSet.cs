using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Text;

namespace ToolZero.Core.Evaluation.Bfcl;

/// <summary>The questions of a data folder; a category is read when it is first asked for.</summary>
public sealed class BfclQuestionSet(string folder)
{
    private readonly Dictionary<BfclCategory, ImmutableArray<BfclQuestion>> _read = [];
    private readonly Dictionary<string, BfclQuestion> _byId = new(StringComparer.Ordinal);

    /// <summary>All questions of a category, in the order of its file.</summary>
    /// <exception cref="DataException">A file is missing or malformed, or an id occurs twice.</exception>
    public ImmutableArray<BfclQuestion> Of(BfclCategory category)
    {
        ArgumentNullException.ThrowIfNull(category);
        if (_read.TryGetValue(category, out var questions)) return questions;
        questions = BfclReader.Read(folder, category);
        foreach (var question in questions)
        {
            if (!_byId.TryAdd(question.Id, question)) throw new DataException($"{Path.Combine(folder, category.QuestionFile)}: id: \"{question.Id}\" occurs twice");
        }

        return _read[category] = questions;
    }

    /// <summary>The question with an id, whose category its name tells; null when there is none.</summary>
    /// <exception cref="DataException">The category cannot be read.</exception>
    public BfclQuestion? Find(string id) => BfclCategories.OfId(id) is { } category && !Of(category).IsEmpty ? _byId.GetValueOrDefault(id) : null;

    /// <summary>An id of the same category that could have been meant; null when none is near.</summary>
    public string? Near(string id)
    {
        const int LongestId = 100;
        ArgumentNullException.ThrowIfNull(id);
        return id.Length <= LongestId && BfclCategories.OfId(id) is { } category ? Nearest.To(id, Of(category).Select(q => q.Id)) : null;
    }
}
