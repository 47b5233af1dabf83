namespace ToolZero.Actors.Hosting;

/// <summary>Says which tasks a run cannot use: a line for each by its id, and what they have in common at the end.</summary>
internal static class LeftOut
{
    /// <summary>Tasks that are named; of more only the number is told.</summary>
    public const int Named = 100;

    /// <param name="source">Where the tasks are from.</param>
    /// <param name="tasks">Id and reason of those left out.</param>
    /// <param name="total">Tasks of the source.</param>
    /// <param name="why">What they have in common.</param>
    public static IEnumerable<string> Lines(string source, IReadOnlyList<(string Id, string Why)> tasks, int total, string why)
    {
        if (tasks.Count == 0) yield break;
        foreach (var (id, reason) in tasks.Take(Named)) yield return $"{source}: {id} is left out: {reason}";
        if (tasks.Count > Named) yield return $"{source}: and {tasks.Count - Named} more";
        yield return $"{source}: {tasks.Count} of {total} tasks are left out, {why}";
    }
}
