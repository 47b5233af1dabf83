using ToolZero.Core.Formats;

namespace ToolZero.Core.Tests.Formats;

public sealed class CompletionFormatSpecs
{
    [Theory]
    [InlineData("<think>r</think><answer>a</answer>", "r", "a")]
    [InlineData(" \n<think> r\n</think>\n\n<answer>\n a </answer>\u001f\n", "r", "a")]
    [InlineData("<think></think><answer></answer>", "", "")]
    public void Think_then_answer_is_valid(string completion, string reasoning, string body) =>
        Assert.Equal(new CompletionFormat(true, reasoning, body), CompletionFormat.Read(completion));

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("<answer>a</answer>", "a")]
    [InlineData("<think>r</think>a", "a")]
    [InlineData("<answer>a</answer><think>r</think>", "a")]
    [InlineData("<think>r</think><answer>a", "a")]
    [InlineData("<think>r<answer>a</answer>", "ra")]
    [InlineData("<think>r</think><answer>a</answer> done", "a done")]
    [InlineData("<think>r</think> so <answer>a</answer>", "so a")]
    [InlineData("<think>r</think><answer>a</answer><answer>b</answer>", "ab")]
    [InlineData("<think>r</think><think>s</think><answer>a</answer>", "a")]
    [InlineData("<think>r<think>s</think>t</think><answer>a</answer>", "ta")]
    [InlineData("<think><answer>r</think>a</answer>", "a")]
    [InlineData("<Think>r</Think><answer>a</answer>", "<Think>r</Think>a")]
    public void Anything_else_is_not_and_its_body_is_what_stands_outside_think(string completion, string body) =>
        Assert.Equal(new CompletionFormat(false, "", body), CompletionFormat.Read(completion));
}
