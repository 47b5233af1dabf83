using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Evaluation.ToolUse;

namespace ToolZero.Core.Tests.Evaluation.ToolUse;

public sealed class ToolUseScoreSpecs
{
    [Fact]
    public void Right_calls_score_one()
    {
        var score = Score("[f(a=1, b='x'), g()]", "[g(), f(b='x', a=1)]");
        Assert.Equal((1, 1, 1), (score.Answers, score.Readable, score.Exact));
        Assert.Equal((1.0, 1.0), (score.Functions.F1, score.Parameters.F1));
    }

    [Fact]
    public void Functions_count_by_name_and_parameters_by_the_text_of_their_value()
    {
        var score = Score("[f(a=1, b='x', c=[1, 'y']), g(d=True)]", "[f(a='1', b='y', c=[1, 'y'], z=1), h(d=True)]");
        Assert.Equal(new MatchCount(1, 2, 2), score.Functions);
        Assert.Equal(new MatchCount(2, 5, 4), score.Parameters);
        Assert.Equal(0, score.Exact);
        Assert.Equal((0.5, 0.4, 0.5), (score.Functions.F1, score.Parameters.Precision, score.Parameters.Recall));
        Assert.Equal(2 * 0.4 * 0.5 / 0.9, score.Parameters.F1, 12);
    }

    [Fact]
    public void A_function_called_twice_is_compared_with_the_first_reference_of_its_name_and_counts_twice()
    {
        var score = Score("[f(a=1), f(a=2)]", "[f(a=1), f(a=1), f(a=2)]");
        Assert.Equal(new MatchCount(3, 3, 2), score.Functions);
        Assert.Equal(new MatchCount(2, 3, 2), score.Parameters);
    }

    [Fact]
    public void An_answer_that_cannot_be_read_or_is_missing_lowers_recall_alone()
    {
        var reference = Calls("[f(a=1)]");
        var score = ToolUseScore.Empty.Add(reference, PythonCallParser.Parse("f(a=1)")).Add(reference, PythonCallParser.Parse("prose")).Add(reference, null);
        Assert.Equal((3, 1, 1), (score.Answers, score.Readable, score.Exact));
        Assert.Equal((1.0, 1 / 3.0), (score.Functions.Precision, score.Functions.Recall));
    }

    [Fact]
    public void Counts_of_nothing_are_zero() => Assert.Equal((0, 0, 0), (new MatchCount(0, 0, 0).F1, new MatchCount(0, 3, 0).F1, new MatchCount(0, 0, 3).Precision));

    private static ToolUseScore Score(string reference, string predicted) => ToolUseScore.Empty.Add(Calls(reference), PythonCallParser.Parse(predicted));

    private static ImmutableArray<ToolCall> Calls(string text) => PythonCallParser.Parse(text).Calls;
}
