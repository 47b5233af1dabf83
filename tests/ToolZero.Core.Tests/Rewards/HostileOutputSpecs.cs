using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;
using ToolZero.Core.Rewards;
using ToolZero.Core.Tools;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Rewards;

/// <summary>Whatever a model writes gets a finite score in bounded time and memory.</summary>
public sealed class HostileOutputSpecs
{
    private const int Long = 10_000_000;

    // Inside other text a tenth of it is enough to tell a quadratic reader.
    private const int Wrapped = Long / 10;

    // Generous: the machine may be busy. Without bounds the quadratic cases take hours.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // Of the text's 20 MB a few copies are made and its different words are remembered; without bounds a parsed list alone takes gigabytes.
    private const long MostAllocated = 1_500_000_000;

    private static readonly ToolTask Task = new(
        "t",
        "simple",
        [new ToolSchema("f", "", [])],
        [new Message(Role.User, "x")],
        [new ToolCall("f", [new Argument("a", new CallValue.Integer(1)), new Argument("b", new CallValue.Sequence([new CallValue.Text("x")]))])]);

    private static readonly string[] Prompts = ["tool-zero", "qwen2.5", "tool-rl", "tool-n1"];

    private static readonly Dictionary<string, Func<int, string>> Bodies = new(StringComparer.Ordinal)
    {
        ["one letter"] = length => new string('x', length),
        ["words"] = length => string.Join(' ', Enumerable.Range(0, length / 8).Select(i => i.ToString("x7"))),
        ["numbers in a list"] = length => $"[{string.Concat(Enumerable.Repeat("1,", length / 2))}1]",
        ["many calls"] = length => string.Concat(Enumerable.Repeat("{\"name\": \"f\", \"parameters\": {}}\n", length / 35)),
        ["many blocks"] = length => string.Concat(Enumerable.Repeat("<tool_call>", length / 11)),
        ["many closed blocks"] = length => string.Concat(Enumerable.Repeat("<tool_call>[]</tool_call>", length / 25)),
        ["many thoughts"] = length => string.Concat(Enumerable.Repeat("<think>", length / 7)),
        ["many ends"] = length => string.Concat(Enumerable.Repeat("</think>\n<tool_call>\n", length / 20)),
        ["line ends"] = length => new string('\n', length),
        ["brackets"] = _ => new string('[', 10_000),
        ["closed brackets"] = _ => new string('[', 10_000) + new string(']', 10_000),
        ["braces"] = _ => string.Concat(Enumerable.Repeat("{\"a\":", 10_000)),
        ["parentheses"] = _ => "f(a=" + new string('(', 10_000),
        ["backslashes"] = length => "\"" + new string('\\', length),
        ["digits"] = length => new string('9', length),
        ["exponent"] = _ => "1e" + new string('9', 100_000),
        ["halves of surrogate pairs"] = _ => "{\"name\": \"f\", \"parameters\": {\"a\": \"\ud800\"}, \"arguments\": {\"a\": \"\udc00\\ud800\"}}",
        ["not numbers"] = _ => "{\"name\": \"f\", \"parameters\": {\"a\": NaN}, \"arguments\": {\"a\": NaN, \"b\": [-Infinity]}}",
        ["duplicate keys"] = _ => "{\"name\": \"g\", \"name\": \"f\", \"parameters\": {\"a\": 2, \"a\": 1}, \"arguments\": {\"a\": 2, \"a\": 1}}",
        ["very many keys"] = _ => $"{{\"name\": \"f\", \"arguments\": {{{string.Join(", ", Enumerable.Range(0, 50_000).Select(i => $"\"k{i}\": 1"))}}}, \"parameters\": {{}}}}",
        ["NUL"] = _ => "[f(a=1\0)]",
        ["keys that are no strings"] = _ => "[f(a={1: 2, 1.0: 3, True: 4, None: 5, '1': 6, (1, ('x', None)): 7}, b=[{0: {-1.5: {}}}])]",
        ["very many keys that are no strings"] = length => $"[f(a={{{string.Join(", ", Enumerable.Range(0, Math.Min(length, 60_000) / 10).Select(i => $"{i}: {{}}"))}}})]",
    };

    private static readonly Dictionary<string, Func<string, string>> Wrappers = new(StringComparer.Ordinal)
    {
        ["bare"] = body => body,
        ["answer"] = body => $"<think>x</think><answer>{body}</answer>",
        ["block"] = body => $"<think>x</think>\n<tool_call>\n{body}\n</tool_call>",
        ["list"] = body => $"<think>x</think>\n<tool_call>[{body}, {body}]</tool_call>",
    };

    // In Python's syntax a reference may hold what JSON cannot.
    private static readonly ToolTask Odd = Task with { Reference = PythonCallParser.Parse("[f(a={1: 2, (1, 2): 3}, b=[{None: {True: 1.5}}])]").Calls };

    public static TheoryData<string> Names => [.. Bodies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_rule_gives_every_output_a_finite_score_in_bounded_time_and_memory(string body)
    {
        foreach (var (wrapper, wrap) in Wrappers)
        {
            var completion = wrap(Bodies[body](wrapper == "bare" ? Long : Wrapped));
            foreach (var rule in RewardRules.Names.Where(r => r != RewardRules.Custom))
            {
                foreach (var prompt in Prompts) Check($"{body} in {wrapper} by {rule} as {prompt}", rule, prompt, completion, Task);
            }
        }
    }

    [Theory]
    [InlineData("[f(a={1: 2, (1, 2): 3}, b=[{None: {True: 1.5}}])]")]
    [InlineData("[f(a={'1': 2}, b=[{'null': {'true': 1.5}}])]")]
    [InlineData("[f(a={1: 2, 1.0: 3, True: 4, None: 5, '1': 6, (1, ('x', None)): 7}, b=[{0: {}}])]")]
    [InlineData("""{"name": "f", "parameters": {"a": {"1": 2}}, "arguments": {"a": {"1": 2}}}""")]
    public void Dictionaries_of_Python_have_a_score_whatever_their_keys(string body)
    {
        foreach (var (_, wrap) in Wrappers)
            foreach (var rule in RewardRules.Names.Where(r => r != RewardRules.Custom))
                foreach (var prompt in Prompts) Check($"{body} by {rule} as {prompt}", rule, prompt, wrap(body), Odd);
    }

    [Theory]
    [InlineData(RewardRules.ToolZero, 2)]
    [InlineData(RewardRules.ToolRl, 4)]
    [InlineData(RewardRules.ToolN1, 1)]
    public void A_right_answer_with_such_keys_gets_most(string rule, double total)
    {
        var reward = RewardRules.Create(RewardRules.Variant(rule, null), PromptFormats.Create("tool-zero").Calls);
        Assert.Equal(total, reward.Score(Odd, "<think>x</think><answer>[f(b=[{None: {True: 1.5}}], a={(1, 2): 3, 1: 2})]</answer>").Total(1));
        Assert.True(reward.Score(Odd, "<think>x</think><answer>[f(b=[{None: {True: 1.5}}], a={'(1, 2)': 3, 1: 2})]</answer>").Total(1) < total);
    }

    private static void Check(string what, string rule, string prompt, string completion, ToolTask task)
    {
        var reward = RewardRules.Create(RewardRules.Variant(rule, null), PromptFormats.Create(prompt).Calls);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = ThreadClock.StartNew();
        var score = reward.Score(task, completion);
        Assert.True(watch.Elapsed < Longest, $"{what}: {watch.Elapsed}");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MostAllocated, $"{what}: {allocated / 1_000_000} MB");
        Assert.True(double.IsFinite(score.Total(0)) && double.IsFinite(score.Total(1)) && score.Parts.Values.All(double.IsFinite), what);
    }
}
