using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Randomness;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Pretraining;

/// <summary>
/// Ways to write the answer of an assistant. The layout that the reward asks for is one among many and not the commonest: the base model
/// has seen it, prefers others, and reinforcement has to find out.
/// </summary>
public static class AnswerLayout
{
    private static readonly string[] NoCall =
    [
        "no tool fits.", "none of the tools fits.", "this can not be done with the tools.", "there is no tool for that.",
    ];

    private static readonly (double Weight, Func<ImmutableArray<ToolCall>, string> Render)[] Layouts =
    [
        (0.26, calls => string.Join(", ", calls.Select(Json))),
        (0.16, calls => string.Join("\n", calls.Select(c => "call: " + Python(c)))),
        (0.12, calls => "answer: [" + string.Join(", ", calls.Select(Python)) + "]"),
        (0.10, calls => string.Join("\n", calls.Select(c => "<tool_call>" + Json(c) + "</tool_call>"))),
        (0.10, calls => "i use " + string.Join(" and then ", calls.Select(Prose)) + "."),
        (0.08, calls => string.Join("\n", calls.Select(c => "$ " + c.Name + string.Concat(c.Arguments.Select(a => $" --{a.Name} {Plain(a.Value)}"))))),
        (0.06, calls => string.Join("\n", calls.Select(c => "do " + c.Name + string.Concat(c.Arguments.Select(a => $"\n  {a.Name} = {PythonCallFormatter.FormatValue(a.Value, QuoteStyle.Double)}"))))),
    ];

    private const double TaggedWeight = 0.12;

    /// <summary>Draws a layout and gives a function from task to answer text, so that the turns of a dialogue can share it.</summary>
    public static Func<ToolTask, RandomStream, string> Draw(RandomStream random)
    {
        var index = random.PickWeighted([.. Layouts.Select(l => l.Weight), TaggedWeight]);
        if (index == Layouts.Length) return Tagged;
        var render = Layouts[index].Render;
        return (task, stream) => task.Reference.Length == 0 ? Refusal(task, stream) : render(task.Reference);
    }

    private static string Tagged(ToolTask task, RandomStream random) =>
        "<think>" + Thought(task, random) + "</think><answer>"
        + (task.Reference.Length == 0 ? Refusal(task, random) : "[" + string.Join(", ", task.Reference.Select(Python)) + "]") + "</answer>";

    private static string Refusal(ToolTask task, RandomStream random)
    {
        var missing = task.Category == TaskCategory.MissingParameter
            ? task.Tools[0].Parameters.FirstOrDefault(p => p.Required && !task.Messages[0].Content.Contains(p.Name, StringComparison.Ordinal))?.Name
            : null;
        if (missing is null) return random.Pick(NoCall);
        return random.Chance(0.5) ? $"the {missing} is missing." : $"i need the {missing}.";
    }

    private static string Thought(ToolTask task, RandomStream random) => random.Next(4) switch
    {
        0 => "",
        1 when task.Reference.Length > 0 => "use " + string.Join(" and ", task.Reference.Select(c => c.Name)),
        2 when task.Category is TaskCategory.Parallel or TaskCategory.ParallelMultiple => "two calls",
        3 => "let me see",
        _ => task.Reference.Length == 0 ? "nothing fits" : "one of the tools fits",
    };

    private static string Python(ToolCall call) => PythonCallFormatter.FormatCall(call, QuoteStyle.Double);

    private static string Json(ToolCall call) =>
        $"{{\"name\": \"{call.Name}\", \"arguments\": {{{string.Join(", ", call.Arguments.Select(a => $"\"{a.Name}\": {JsonValue(a.Value)}"))}}}}}";

    private static string JsonValue(CallValue value) => value switch
    {
        CallValue.Boolean b => b.Value ? "true" : "false",
        CallValue.Sequence s => "[" + string.Join(", ", s.Items.Select(JsonValue)) + "]",
        _ => PythonCallFormatter.FormatValue(value, QuoteStyle.Double),
    };

    private static string Prose(ToolCall call) =>
        call.Name + string.Concat(call.Arguments.Select((a, i) => (i == 0 ? " with " : " and ") + $"{a.Name} {Plain(a.Value)}"));

    private static string Plain(CallValue value) => value switch
    {
        CallValue.Text t => t.Value,
        CallValue.Boolean b => b.Value ? "yes" : "no",
        CallValue.Sequence s => string.Join(",", s.Items.Select(Plain)),
        _ => PythonCallFormatter.FormatValue(value, QuoteStyle.Double),
    };
}
