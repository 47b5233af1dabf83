using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Actors.Hosting;

namespace ToolZero.Cli.View;

/// <summary>One JSON object per event, for programs: <c>{"event":"step",…}</c>.</summary>
public sealed class JsonPresenter(TextWriter to) : IRunPresenter
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _gate = new();

    public void Show(RunEvent runEvent)
    {
        if (Line(runEvent) is not { } line) return;
        lock (_gate)
        {
            to.WriteLine(line);
            to.Flush();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The line of an event; null for one that is not told.</summary>
    public static string? Line(RunEvent runEvent) => runEvent switch
    {
        RunEvent.StepCompleted step => Step(step),
        RunEvent.EvaluationDone e => Of(new { @event = "evaluation", name = e.Name, step = e.Step, success = e.Result.Success, format = e.Result.Format, truncation = e.Result.Truncation, tasks = e.Result.Tasks, byCategory = e.Result.ByCategory }),
        RunEvent.CheckpointWritten c => Of(new { @event = "checkpoint", step = c.Step, folder = c.Folder, weightsSha256 = c.WeightsSha256 }),
        RunEvent.WorkerChanged w => Of(new { @event = "worker", name = w.Name, kind = w.Kind.ToString(), health = w.Health.ToString(), incarnation = w.Incarnation, reason = w.Reason }),
        RunEvent.PhaseChanged p => Of(new { @event = "phase", phase = p.Phase.ToString(), reason = p.Reason }),
        RunEvent.GroupsQuarantined q => Of(new { @event = "quarantined", groups = q.Groups.Select(g => g.Value), evidence = q.Evidence }),
        RunEvent.Waiting w => Of(new { @event = "waiting", @for = w.For, seconds = w.Since.TotalSeconds }),
        RunEvent.Notice n => Of(new { @event = "notice", text = n.Text }),
        _ => null,
    };

    private static string Of(object row) => JsonSerializer.Serialize(row, Json);

    private static string Step(RunEvent.StepCompleted step)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("event", "step");
            json.WritePropertyName("metrics");
            json.WriteRawValue(step.Metrics.ToJson());
            json.WritePropertyName("ledger");
            json.WriteRawValue(Of(step.Groups));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
