using System.Diagnostics;
using ToolZero.Actors.Hosting;

namespace ToolZero.Actors.Telemetry;

/// <summary>
/// Traces of groups of samples, from lease to gradient: every part says what went before, and that travels inside the messages as the text of a W3C
/// <c>traceparent</c>. Where nobody listens, nothing is made and nothing travels.
/// </summary>
public static class Tracing
{
    /// <summary>Name of the source of all traces.</summary>
    public const string Name = "ToolZero";

    /// <summary>The coordinator gives the group to a worker: the root.</summary>
    public const string Lease = "lease";

    /// <summary>A rollout worker samples it.</summary>
    public const string Generate = "generate";

    /// <summary>A reward pool scores it.</summary>
    public const string Score = "score";

    /// <summary>The coordinator writes it into the ledger.</summary>
    public const string Store = "store";

    /// <summary>It waits in the ledger until its batch is made.</summary>
    public const string Batch = "batch";

    /// <summary>The learner trains it.</summary>
    public const string Gradient = "gradient";

    private static readonly ActivitySource Source = new(Name, ProductVersion.Text);

    /// <summary>True when somebody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>A part that has ended.</summary>
    /// <param name="name">What was done.</param>
    /// <param name="parent">What went before; null = it is the root.</param>
    /// <param name="start">When it began.</param>
    /// <param name="end">When it ended.</param>
    /// <param name="tags">What it was done to.</param>
    /// <returns>What the next part names as its parent; null where nobody listens.</returns>
    public static string? Record(string name, string? parent, DateTimeOffset start, DateTimeOffset end, params ReadOnlySpan<(string Name, object Value)> tags)
    {
        // A part whose beginning is not known belongs to no trace: only a lease begins one.
        if (!IsOn || (!ActivityContext.TryParse(parent, null, isRemote: true, out var context) && name != Lease)) return parent;
        using var activity = Source.CreateActivity(name, ActivityKind.Internal, context);
        if (activity is null) return parent;
        foreach (var (tag, value) in tags) activity.SetTag("toolzero." + tag, value);
        activity.SetStartTime(start.UtcDateTime).Start();
        activity.SetEndTime(end.UtcDateTime);
        return activity.Id;
    }
}
