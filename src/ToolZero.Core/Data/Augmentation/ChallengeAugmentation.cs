using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;
using ToolZero.Core.Randomness;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Augmentation;

/// <summary>The assistant answers wrong, the user challenges it, and the right answer is the task: one value, one argument or one tool is corrupted.</summary>
internal sealed class ChallengeAugmentation : ITaskAugmentation
{
    public string Name => "challenge";

    public IEnumerable<ToolTask> Apply(ToolTask task, RelatedTasks earlier, RandomStream random)
    {
        if (task.Reference.IsEmpty) yield break;
        var index = random.Next(task.Reference.Length);
        if (Corrupt(task, task.Reference[index], random) is not { } wrong) yield break;
        var calls = task.Reference.SetItem(index, wrong.Call);
        yield return task.After(
            Name, "challenged", earlierToolTurn: true,
            new Message(Role.Assistant, "") { Calls = calls }, Dialogues.Results(calls), new Message(Role.User, Wording.ChallengeOf(wrong.What, random)));
    }

    private static (ToolCall Call, string What)? Corrupt(ToolTask task, ToolCall call, RandomStream random)
    {
        var tool = task.Tools.First(t => t.Name == call.Name);
        var start = random.Next(3);
        for (var i = 0; i < 3; i++)
        {
            var corrupted = ((start + i) % 3) switch
            {
                0 => WrongValue(tool, call, random),
                1 => MissingArgument(call, random),
                _ => WrongTool(task, call, random),
            };
            if (corrupted is not null) return corrupted;
        }

        return null;
    }

    private static (ToolCall, string)? WrongValue(ToolSchema tool, ToolCall call, RandomStream random)
    {
        if (call.Arguments.IsEmpty) return null;
        var index = random.Next(call.Arguments.Length);
        var argument = call.Arguments[index];
        var choices = tool.Parameters.FirstOrDefault(p => p.Name == argument.Name)?.Enum ?? [];
        return Other(argument.Value, choices, random) is { } other && other != argument.Value
            ? (call with { Arguments = call.Arguments.SetItem(index, argument with { Value = other }) }, argument.Name)
            : null;
    }

    private static CallValue? Other(CallValue value, ImmutableArray<string> choices, RandomStream random) => value switch
    {
        CallValue.Text text => OtherChoice(text, choices, random) ?? (text.Value.Split(' ') is [_, _, ..] words ? new CallValue.Text(string.Join(' ', words[..^1])) : null),
        CallValue.Integer number => new CallValue.Integer(number.Value + random.Next(1, 10)),
        CallValue.Real number => new CallValue.Real(number.Value + random.Next(1, 10)),
        CallValue.Boolean flag => new CallValue.Boolean(!flag.Value),
        CallValue.Sequence { Items: [_, _, ..] items } => new CallValue.Sequence(items.RemoveAt(random.Next(items.Length))),
        _ => null,
    };

    private static CallValue.Text? OtherChoice(CallValue.Text value, ImmutableArray<string> choices, RandomStream random)
    {
        var others = choices.Select(c => Json.PythonJsonReader.Parse(c).Value).OfType<CallValue.Text>().Where(c => c != value).ToList();
        return others.Count == 0 ? null : random.Pick(others);
    }

    private static (ToolCall, string)? MissingArgument(ToolCall call, RandomStream random)
    {
        if (call.Arguments.IsEmpty) return null;
        var index = random.Next(call.Arguments.Length);
        return (call with { Arguments = call.Arguments.RemoveAt(index) }, call.Arguments[index].Name);
    }

    private static (ToolCall, string)? WrongTool(ToolTask task, ToolCall call, RandomStream random)
    {
        var others = task.Tools.Where(t => task.Reference.All(c => c.Name != t.Name)).ToList();
        return others.Count == 0 ? null : (call with { Name = random.Pick(others).Name }, "function");
    }
}
