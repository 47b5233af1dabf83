using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;

namespace ToolZero.Core.Tests.Rewards;

public sealed class ToolZeroRewardSpecs
{
    private const string Reference = "[set_climate(place='living room', degrees=21.5)]";

    /// <summary>
    /// The three answers of the paper's Figure 3: wrong name and one wrong value; right name and two wrong values; right. Its general column
    /// is the recall, before Eq. 3 takes 0.5 off.
    /// </summary>
    [Theory]
    [InlineData("[set_light(place='living room', degrees=24.5)]", 0.6, -1.3, 5 / 7.0, -0.3)]
    [InlineData("[set_climate(place='dining room', degrees=24.5)]", 0.6, -1.0, 5 / 7.0, -0.3)]
    [InlineData("[set_climate(place='living room', degrees=21.5)]", 1.0, 1.3, 1.0, 1.3)]
    public void Figure_3_is_reproduced_and_the_text_settings_differ(
        string answer, double figureRecall, double figureStrict, double textRecall, double textStrict)
    {
        var figure = Score(RewardSettings.Figure3, answer, Reference, earlierToolTurn: true);
        Assert.Equal(figureRecall - 0.5, figure.General, 12);
        Assert.Equal(figureStrict, figure.Strict, 12);
        var text = Score(RewardSettings.Default, answer, Reference, earlierToolTurn: true);
        Assert.Equal(textRecall - 0.5, text.General, 12);
        Assert.Equal(textStrict, text.Strict, 12);
    }

    [Theory]
    [InlineData("[f(a=1), f(a=2)]", "[f(a=2), f(a=1)]", 1.3)]
    [InlineData("f(a=1)", "[f(a=1)]", 1.0)]
    [InlineData("[f(b=(1, 2), a=1)]", "[f(a=1, b=[1, 2])]", 1.0)]
    [InlineData("[f(a=1.0)]", "[f(a=1)]", -0.3)]
    [InlineData("[f(a=True)]", "[f(a=1)]", -0.3)]
    [InlineData("[f(a='1')]", "[f(a=1)]", -0.3)]
    [InlineData("[f(a=[2, 1])]", "[f(a=[1, 2])]", -0.3)]
    [InlineData("[f(a=1), f(a=1)]", "[f(a=1)]", 0)]
    [InlineData("[f(a=1)]", "[f(a=1), f(a=1)]", 0)]
    [InlineData("[f()]", "[f(a=1)]", 0)]
    [InlineData("[g(a=2)]", "[f(a=1)]", -0.3)]
    [InlineData("f(1)", "[f(a=1)]", 0)]
    [InlineData("[g(a=1), f(a=2)]", "[f(a=1), g(a=2)]", 0.3 - 0.6)]
    public void Strict_compares_as_abstract_syntax(string answer, string reference, double strict) =>
        Assert.Equal(strict, Score(RewardSettings.Default, answer, reference).Strict, 12);

    [Theory]
    [InlineData("[]", 1, 0.5)]
    [InlineData("There is no fitting function.", 1, 0.5)]
    [InlineData("f(1)", 1, 0.5)]
    [InlineData("f(a=1)", 0, -0.5)]
    public void When_no_call_is_right_prose_and_unparsable_text_are_no_call(string answer, double strict, double general)
    {
        var score = Score(RewardSettings.Default, answer, "[]", earlierToolTurn: true);
        Assert.Equal(strict, score.Strict);
        Assert.Equal(general, score.General);
        Assert.Equal(strict > 0, score.Success);
        Assert.Equal(0, score.Parts[RewardParts.Multi]);
    }

    [Fact]
    public void The_total_blends_by_the_weight_of_the_step()
    {
        var score = Score(RewardSettings.Default, Reference, Reference);
        Assert.Equal(1 + 0.25 * 1 + 0.75 * 0.5, score.Total(0.25), 12);
    }

    [Fact]
    public void Every_part_is_logged()
    {
        var score = Score(RewardSettings.Default, "[f(a=1, b=2)]", "[f(a=1)]");
        Assert.Equal(3 / 5.0, score.Parts[RewardParts.Precision], 12);
        Assert.Equal(1, score.Parts[RewardParts.Recall]);
        Assert.Equal(1, score.Parts[RewardParts.Calls]);
        Assert.Equal(1, score.Parts[RewardParts.Parsed]);
        Assert.Equal("[f(a=1, b=2)]".Length, score.Parts[RewardParts.AnswerLength]);
        Assert.Equal(11, score.Parts.Count);
    }

    [Fact]
    public void Atomic_tokens_of_an_unparsable_body_are_none() =>
        Assert.Equal(-0.5, Score(RewardSettings.Figure3, "f(a=1", "[f(a=1)]").General);

    [Fact]
    public void Tokens_of_a_reference_are_those_of_its_repr()
    {
        const string Both = """[f(a='it\'s "x"')]""";
        Assert.Equal(0.5, Score(RewardSettings.Default, Both, Both).General);
    }

    [Theory]
    [InlineData("[]", -0.5)]
    [InlineData(".", -0.5)]
    public void A_reference_without_tokens_gives_no_score_that_is_not_a_number(string answer, double general)
    {
        var task = new ToolTask("t", "simple", [], [], [new ToolCall(".", [])]);
        var score = new ToolZeroReward(RewardSettings.Default).Score(task, $"<think>r</think><answer>{answer}</answer>");
        Assert.Equal((general, 0), (score.General, score.Parts[RewardParts.Recall]));
    }

    private static RewardScore Score(RewardSettings settings, string answer, string reference, bool earlierToolTurn = false) =>
        new ToolZeroReward(settings).Score(
            new ToolTask("t", "simple", [], [], PythonCallParser.Parse(reference).Calls, earlierToolTurn),
            $"<think>r</think><answer>{answer}</answer>");
}
