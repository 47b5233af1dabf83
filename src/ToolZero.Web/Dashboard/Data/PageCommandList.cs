using System.Globalization;

namespace ToolZero.Web.Dashboard.Data;

/// <summary>The commands of the page, with what comes of them.</summary>
internal static class PageCommandList
{
    public static PageCommand Pause { get; } = new(["pause"], "Pause the run?", "No more work is granted and no further step is trained. What is under way is kept. Resume goes on.");

    public static PageCommand Resume { get; } = new(["resume"], "Go on with the run?", "Work is granted and steps are trained again.");

    public static PageCommand Checkpoint { get; } = new(["checkpoint"], "Write a checkpoint?", "At the next step boundary, beside those that the run writes by itself.");

    public static PageCommand Stop { get; } = new(["stop"], "End the run?", "It is ended in a checkpoint and the cluster is taken down. It can be resumed on the command line only.", IsGrave: true);

    public static PageCommand RetryAll { get; } = new(["quarantine", "retry"], "Train all quarantined groups after all?", "They are generated again, as the gate lets them in.");

    public static PageCommand DropAll { get; } = new(["quarantine", "drop"], "Give up all quarantined groups?", "They count as failed for good.", IsGrave: true);

    public static PageCommand Rollback(long checkpoint) => new(["rollback"], "Go back to a checkpoint?", "What was trained after it is taken out of the run, and trained anew.", IsGrave: true)
    {
        InputLabel = "Steps in the checkpoint",
        InputValue = checkpoint.ToString(CultureInfo.InvariantCulture),
    };

    public static PageCommand Set(string key, string value) => new(["set", key], $"Change {key}?", "In force from the next step boundary on, and kept when the run is resumed.") { InputLabel = "Value", InputValue = value };

    public static PageCommand Scale(string role, int now) => new(["scale", role], $"How many {role} workers shall there be?", "Workers are added where there is most room, or finish their work and leave.")
    {
        InputLabel = "Workers",
        InputValue = now.ToString(CultureInfo.InvariantCulture),
    };

    public static PageCommand AddTo(string node) => new(["add", "rollout", node], $"Start one more rollout worker on {node}?", "It asks for work as soon as it has the weights.");

    public static PageCommand Drain(string target) => new(["drain", target], $"Let {target} finish its work and leave?", "It gets no new work. Nothing is lost.");

    public static PageCommand Remove(string worker) => new(["remove", worker], $"Stop {worker} at once?", "What it has not delivered is generated again by another worker.", IsGrave: true);

    public static PageCommand Retry(long group) => new(["quarantine", "retry", Number(group)], $"Train group {group} after all?", "It is generated again, as the gate lets it in.");

    public static PageCommand Drop(long group) => new(["quarantine", "drop", Number(group)], $"Give up group {group}?", "It counts as failed for good.", IsGrave: true);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
