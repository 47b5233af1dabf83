using System.Collections.Immutable;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;

namespace ToolZero.Web.Dashboard.Data;

/// <summary><c>events.jsonl</c> as lines for people: the newest ones. Used by one thread at a time.</summary>
/// <param name="path">The file.</param>
internal sealed class Happenings(string path)
{
    private const int Most = 60;
    private const long MostHistory = 512 * 1024;

    private readonly LineTail _tail = new(path, MostHistory);

    /// <summary>Newest first.</summary>
    public ImmutableArray<Happening> Newest { get; private set; } = [];

    /// <summary>Takes in what is new.</summary>
    /// <exception cref="IOException">The file cannot be read now.</exception>
    public void Read()
    {
        for (var isAll = false; !isAll;)
        {
            var news = _tail.Read();
            isAll = news.IsAll;
            if (news.IsAnew) Newest = [];
            var told = news.Lines.Select(Of).OfType<Happening>().Reverse().ToList();
            if (told.Count > 0) Newest = [.. told.Concat(Newest).Take(Most)];
        }
    }

    /// <summary>Steps are not told: there are too many, and the curves show them. They are the long lines, so they are not read either.</summary>
    private static Happening? Of(string line) => line.StartsWith("{\"event\":\"step\"", StringComparison.Ordinal)
        ? null
        : EventJournal.Read(line) switch
        {
            RunEvent.Notice e => new("notice", e.Text, false),
            RunEvent.WorkerChanged { Health: RoleHealth.Running, Incarnation: <= 1 } => null,
            RunEvent.WorkerChanged e => new("worker", $"{e.Name} {Word(e.Health)}{Because(e.Reason)}", e.Health is RoleHealth.Restarting or RoleHealth.GivenUp),
            RunEvent.NodeChanged e => new("node", $"{e.Name} {Word(e.Health)}", e.Health == NodeHealth.Unreachable),
            RunEvent.PhaseChanged e => new("run", $"{Word(e.Phase)}{Because(e.Reason)}", false),
            RunEvent.CheckpointWritten e => new("checkpoint", $"step {e.Step}", false),
            RunEvent.GroupsQuarantined e => new("quarantine", $"{string.Join(", ", e.Groups)}{Because(string.Join("; ", e.Evidence.Take(1)))}", true),
            RunEvent.SettingChanged { Change: var c } => new("setting", $"{c.Key}: {c.Before} → {c.After}", false),
            RunEvent.RolledBack e => new("rollback", $"from step {e.From} to {e.To}", false),
            RunEvent.EvaluationDone e => new("evaluation", FormattableString.Invariant($"{e.Name} at step {e.Step}: {e.Result.Success:P1} right of {e.Result.Tasks}"), false),
            _ => null,
        };

    private static string Because(string reason) => reason.Length == 0 ? "" : $": {reason}";

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
