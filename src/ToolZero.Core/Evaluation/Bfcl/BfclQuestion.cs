using System.Collections.Immutable;
using ToolZero.Core.Data;

namespace ToolZero.Core.Evaluation.Bfcl;

/// <summary>One question with what is right.</summary>
/// <param name="Category">Where it belongs.</param>
/// <param name="Task">The dialogue and the tools as a model is shown them; the reference is empty, since several calls may be right.</param>
/// <param name="Functions">The tools as the check sees them.</param>
/// <param name="Answers">One for each call that is due; empty where the category has none.</param>
/// <param name="Source">The line of the question file, for score files.</param>
public sealed record BfclQuestion(
    BfclCategory Category, ToolTask Task, ImmutableArray<BfclFunction> Functions, ImmutableArray<BfclAnswer> Answers, BfclSource Source)
{
    public string Id => Task.Id;

    public BfclFunction? Find(string function) => Functions.FirstOrDefault(f => f.Name == function);
}

/// <summary>A question's lines as they stand in its files.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answer">Its <c>ground_truth</c>; null where the category has none.</param>
public sealed record BfclSource(string Question, string? Answer);
