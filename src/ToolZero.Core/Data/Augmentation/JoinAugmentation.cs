using System.Collections.Immutable;
using ToolZero.Core.Prompts;
using ToolZero.Core.Randomness;

namespace ToolZero.Core.Data.Augmentation;

/// <summary>
/// Joins two related dialogues: the first is answered as its reference has it, the second is the task. The tools of both are offered; tasks whose tools
/// of one name differ are not joined.
/// </summary>
internal sealed class JoinAugmentation : ITaskAugmentation
{
    public string Name => "join";

    public IEnumerable<ToolTask> Apply(ToolTask task, RelatedTasks earlier, RandomStream random)
    {
        if (earlier.Find(task, other => IsUsable(task, other)) is not { } first) yield break;
        var answer = new Message(Role.Assistant, first.Reference.IsEmpty ? first.Response ?? Wording.NoToolFits(random) : "") { Calls = first.Reference };
        var messages = ImmutableArray.CreateBuilder<Message>();
        messages.AddRange(first.Messages);
        messages.Add(answer);
        if (!first.Reference.IsEmpty) messages.Add(Dialogues.Results(first.Reference));
        messages.AddRange(task.Messages.Where(m => m.Role != Role.System));
        var tools = first.Tools.Concat(task.Tools.Where(t => first.Tools.All(o => o.Name != t.Name))).ToList();
        random.Shuffle(tools);
        yield return task with
        {
            Id = DerivedIds.Of(task.Id, Name),
            Category = "joined",
            Tools = [.. tools],
            Messages = messages.ToImmutable(),
            EarlierToolTurn = !first.Reference.IsEmpty,
        };
    }

    private static bool IsUsable(ToolTask task, ToolTask other) =>
        other.Messages[^1] != task.Messages[^1]
        && task.Tools.All(tool => other.Tools.FirstOrDefault(o => o.Name == tool.Name) is not { } same || same == tool);
}
