using ToolZero.Core.Evaluation.Bfcl.Decoding;
using ToolZero.Core.Evaluation.Python;
using ToolZero.Core.Prompts;

namespace ToolZero.Core.Tests.Evaluation.Bfcl;

public sealed class CompletionResultSpecs
{
    [Theory]
    [InlineData("tool-zero", "<think>easy</think> <answer>[f(a=1)]</answer>", "\"[f(a=1)]\"")]
    [InlineData("tool-zero", "<think>no</think> <answer>no tool fits</answer>", "\"no tool fits\"")]
    [InlineData("qwen2.5", "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1, \"b\": 1.0}}\n</tool_call>", "[{\"f\": \"{\\\"a\\\": 1, \\\"b\\\": 1.0}\"}]")]
    [InlineData("qwen2.5", "Sorry.", "[\"Sorry.\"]")]
    [InlineData("qwen2.5", "<tool_call>\n{broken\n</tool_call>", "[\"{broken\"]")]
    [InlineData("tool-rl", "<think>t</think>\n<tool_call>\n{\"name\": \"f\", \"parameters\": {\"a\": \"x\"}}\n</tool_call>", "[{\"f\": \"{\\\"a\\\": \\\"x\\\"}\"}]")]
    public void A_completion_is_stored_as_the_leaderboard_stores_results(string format, string completion, string json)
    {
        var calls = PromptFormats.Create(format).Calls;
        Assert.Equal(json, PyJson.Write(CompletionResult.Of(calls, calls.Read(completion))));
    }

    [Fact]
    public void Prose_of_a_format_with_JSON_calls_decodes_to_no_call() =>
        Assert.False(FunctionCallDecoder.Decode(new PyValue.Sequence([new PyValue.Text("[f(a=1)]")])).IsSuccess);
}
