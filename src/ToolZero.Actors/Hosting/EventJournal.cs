using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Hosting;

/// <summary>
/// <c>logs/events.jsonl</c> of a run folder: what happened, one event per line, for processes that show a run which others do. Of a batch it keeps
/// what a view needs: one group with its texts, and who made the others.
/// </summary>
public sealed class EventJournal
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly string _path;

    /// <param name="folder">The run folder.</param>
    public EventJournal(string folder)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(folder, RunFolder.LogFolder));
        _path = Path(folder);
    }

    /// <summary>Where it is in a run folder.</summary>
    public static string Path(string folder) => System.IO.Path.Combine(folder, RunFolder.LogFolder, "events.jsonl");

    /// <summary>The file is opened for every event: a coordinator that stands by for another writes into the same one.</summary>
    /// <exception cref="IOException">The disk is full, or the file is not writable.</exception>
    public void Append(RunEvent runEvent) => FileGrowth.Write(_path, () =>
    {
        // Without a buffer, which would be written once more, and fail once more, when it is disposed.
        using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(new UTF8Encoding(false).GetBytes(Write(runEvent) + "\n"));
    });

    /// <summary>The line of an event, without its end.</summary>
    public static string Write(RunEvent runEvent) =>
        JsonSerializer.Serialize(runEvent is RunEvent.StepCompleted step ? step with { Batch = Digest(step.Batch) } : runEvent, Json);

    /// <summary>The event of a line; null for one that this release does not know, or that was cut off.</summary>
    public static RunEvent? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunEvent>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TrainingBatch Digest(TrainingBatch batch)
    {
        var telling = TellingGroup.Of(batch);
        return batch with { Groups = [.. batch.Groups.Select(g => g == telling ? g with { Samples = [.. g.Samples.Select(Shown)] } : Marked(g))] };
    }

    /// <summary>Without what only a learner needs.</summary>
    private static ScoredTrajectory Shown(ScoredTrajectory sample) =>
        sample with { Trajectory = sample.Trajectory with { Tokens = [], BehaviourLogProbs = [], LossMask = [], Versions = Newest(sample) } };

    /// <summary>Who made it and with which weights.</summary>
    private static ScoredGroup Marked(ScoredGroup group) => group with
    {
        PromptTokens = [],
        Samples = [.. group.Samples.Take(1).Select(s => s with { Trajectory = Shown(s).Trajectory with { Text = "" } })],
    };

    private static System.Collections.Immutable.ImmutableArray<PolicyVersion> Newest(ScoredTrajectory sample) =>
        sample.Trajectory.Versions.IsEmpty ? [] : [sample.Trajectory.Versions.MaxBy(v => v.Value)];
}
