using ToolZero.Core.Randomness;

namespace ToolZero.Core.Data.Augmentation;

/// <summary>Makes multi-turn tasks of a single-turn one (Tool-Zero, section 3 "Data"). Pure: the same task and draws give the same result.</summary>
internal interface ITaskAugmentation
{
    /// <summary>Name on the command line and in the ids of its tasks.</summary>
    string Name { get; }

    /// <summary>The new tasks; none where the task offers no way.</summary>
    /// <param name="task">A task with one turn of the user and nothing of the assistant.</param>
    /// <param name="earlier">Tasks seen before it, for those that need company.</param>
    /// <param name="random">Draws that belong to this task alone.</param>
    IEnumerable<ToolTask> Apply(ToolTask task, RelatedTasks earlier, RandomStream random);
}
