using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Formats;
using ToolZero.Core.Randomness;
using ToolZero.Core.Tests.Calls;

namespace ToolZero.Core.Tests.Formats;

public sealed class CallFormatSpecs
{
    private static readonly ImmutableDictionary<string, ICallFormat> Formats = ImmutableArray
        .Create<ICallFormat>(ToolZeroCalls.Instance, HermesCalls.Plain, HermesCalls.Thinking, ToolRlCalls.Instance, ToolN1Calls.Instance)
        .ToImmutableDictionary(f => f.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Formats.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_complete_answer_is_valid_and_its_calls_read_back_equal(string name)
    {
        var format = Formats[name];
        var written = 0;
        for (ulong seed = 0; seed < 500; seed++)
        {
            var random = new RandomStream(seed, 21);
            var calls = RandomCalls.Calls(random);
            if (calls.IsEmpty || format.Problem(calls) is not null) continue;
            var text = format.Complete("I look it up.", calls, "");
            var reading = format.Read(text);
            if (HasTag(text, calls.Length)) continue; // A value that spells a tag breaks every tagged layout, the authors' too.
            Assert.True(reading.IsValid, text);
            Assert.True(reading.Calls.Calls.SequenceEqual(calls), text);
            Assert.Equal("I look it up.", reading.Reasoning);
            written++;
        }

        Assert.True(written > 200, $"only {written} written");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_complete_answer_without_calls_is_valid_and_has_none(string name)
    {
        var reading = Formats[name].Read(Formats[name].Complete("No tool fits.", [], "Nothing fits."));
        Assert.True(reading.IsValid);
        Assert.Empty(reading.Calls.Calls);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_answers_never_throw(string name)
    {
        var format = Formats[name];
        ImmutableArray<ToolCall> calls = [new("f", [new("a", new CallValue.Text("é<b>")), new("b", new CallValue.Real(1.5))]), new("g", [])];
        var text = format.Complete("Hm.", calls, "");
        for (ulong seed = 0; seed < 5000; seed++) Assert.NotNull(format.Read(RandomCalls.Mutate(new RandomStream(seed, 22), text)));
    }

    [Theory]
    [InlineData("qwen2.5", "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1}}\n</tool_call>", true, "[f(a=1)]")]
    [InlineData("qwen2.5", "Sure.\n<tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call>\n<tool_call>{\"name\": \"g\", \"arguments\": {}}</tool_call>", true, "[f(), g()]")]
    [InlineData("qwen2.5", "<tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call> and more", false, "[f()]")]
    [InlineData("qwen2.5", "<tool_call>{\"name\": \"f\", \"arguments\": {}}", false, null)]
    [InlineData("qwen2.5", "<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": NaN}}</tool_call>", false, null)]
    [InlineData("qwen2.5", "<tool_call>{\"name\": \"f\", \"arguments\": \"{}\"}</tool_call>", false, null)]
    [InlineData("qwen2.5", "<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": 1, \"a\": 2}}</tool_call>", true, "[f(a=2)]")]
    [InlineData("qwen2.5", "I cannot do that.", true, "[]")]
    [InlineData("qwen2.5", " ", false, "[]")]
    [InlineData("qwen3", "<think>\nI could write <tool_call>.\n</think>\n\n<tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call>", true, "[f()]")]
    [InlineData("qwen3", "<tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call>", false, "[f()]")]
    [InlineData("tool-n1", "<think>x</think><tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call>", true, "[f()]")]
    [InlineData("tool-n1", "<think>x</think>none", false, null)]
    [InlineData("tool-n1", "<think>x</think><tool_call>[]</tool_call>", true, "[]")]
    [InlineData("tool-rl", "<think>x</think>\n<response> hi </response>", true, "[]")]
    [InlineData("tool-rl", "<think>x</think>\n<tool_call>\n{\"name\": \"f\", \"parameters\": {}}\n</tool_call>", true, "[f()]")]
    [InlineData("tool-rl", "<think>x</think>\n<tool_call>\n{\"name\": \"f\"}\n</tool_call>", true, null)]
    public void Layouts_and_calls_are_told_apart(string name, string completion, bool valid, string? calls)
    {
        var reading = Formats[name].Read(completion);
        Assert.Equal(valid, reading.IsValid);
        Assert.Equal(calls, reading.Calls.IsSuccess ? PythonCallFormatter.Format(reading.Calls.Calls) : null);
    }

    private static bool HasTag(string text, int calls) =>
        text.Split("<tool_call>").Length > calls + 1 || text.Split("</").Length > 2 * calls + 3;
}
