using ToolZero.Core.Prompts;
using ToolZero.Core.Randomness;

namespace ToolZero.Core.Data.Augmentation;

/// <summary>
/// Takes a called tool away: not to call is right then. Brings it back later: once the user says so and it is offered again, the call is right.
/// </summary>
internal sealed class ToolReturnsAugmentation : ITaskAugmentation
{
    public string Name => "tool-returns";

    public IEnumerable<ToolTask> Apply(ToolTask task, RelatedTasks earlier, RandomStream random)
    {
        if (task.Reference.IsEmpty) yield break;
        var called = task.Reference.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        if (task.Tools.All(t => called.Contains(t.Name))) yield break; // Without any tool the question answers itself.
        var taken = random.Pick(task.Reference).Name;
        var refusal = Wording.NoToolFits(random);
        yield return task with
        {
            Id = $"{task.Id}+tool-missing",
            Category = "missing-function",
            Tools = [.. task.Tools.Where(t => t.Name != taken)],
            Reference = [],
            Response = refusal,
        };
        yield return task.After(
            Name, "function-returns", earlierToolTurn: false, new Message(Role.Assistant, refusal), new Message(Role.User, Wording.ToolReturns(random)));
    }
}
