using ToolZero.Core.Prompts;
using ToolZero.Core.Randomness;

namespace ToolZero.Core.Data.Augmentation;

/// <summary>
/// Takes the called tool away: not to call is right then. Brings it back later: once the user says so and it is offered again, the call is right. Only of
/// tasks with exactly one call: of several, the others would be right all the same.
/// </summary>
internal sealed class ToolReturnsAugmentation : ITaskAugmentation
{
    public string Name => "tool-returns";

    public IEnumerable<ToolTask> Apply(ToolTask task, RelatedTasks earlier, RandomStream random)
    {
        if (task.Reference is not [{ Name: var taken }]) yield break;
        if (task.Tools.All(t => t.Name == taken)) yield break; // Without any tool the question answers itself.
        var refusal = Wording.NoToolFits(random);
        yield return task with
        {
            Id = DerivedIds.Of(task.Id, "tool-missing"),
            Category = "missing-function",
            Tools = [.. task.Tools.Where(t => t.Name != taken)],
            Reference = [],
            Response = refusal,
        };
        yield return task.After(
            Name, "function-returns", earlierToolTurn: false, new Message(Role.Assistant, refusal), new Message(Role.User, Wording.ToolReturns(random)));
    }
}
