using ToolZero.Web.Dashboard.Parts;

namespace ToolZero.Web.Tests.Dashboard;

public sealed class TextPieceSpecs
{
    [Theory]
    [InlineData("plain", "Plain")]
    [InlineData("<think>a</think>[f(x=1)]", "Thought Plain")]
    [InlineData("<think>a\nb</think>\n<tool_call>{}</tool_call><tool_call>{}</tool_call>", "Thought Plain Call Call")]
    [InlineData("<think>never ends", "Thought")]
    [InlineData("<think>a</think><answer>[f()]</answer>.", "Thought Call Plain")]
    [InlineData("", "")]
    public void A_completion_is_cut_where_it_thinks_and_calls(string text, string kinds)
    {
        var pieces = TextPiece.Of(text);
        Assert.Equal(kinds, string.Join(' ', pieces.Select(p => p.Kind)));
        Assert.Equal(text, string.Concat(pieces.Select(p => p.Text)));
    }
}
