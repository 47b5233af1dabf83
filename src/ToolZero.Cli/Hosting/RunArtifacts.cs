using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.Report;

namespace ToolZero.Cli.Hosting;

/// <summary>What the command line adds to a run folder while the run goes on: tfevents and evaluations; at the end, the report.</summary>
internal sealed class RunArtifacts(string folder, TimeProvider time) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private EventFileWriter? _events;

    /// <summary>The page that <see cref="WriteReport"/> writes.</summary>
    public string Report => Path.Combine(folder, RunReport.FileName);

    /// <summary>Called with every event, one at a time.</summary>
    public void Take(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case RunEvent.StepCompleted step:
                Events().Write(step.Metrics.Step, time.GetUtcNow(), step.Metrics.Flatten().Where(m => m.Key != "step"));
                break;
            case RunEvent.EvaluationDone done:
                Write(done);
                Events().Write(done.Step, time.GetUtcNow(), [new("evaluation/success", done.Result.Success), new("evaluation/format", done.Result.Format), new("evaluation/truncation", done.Result.Truncation)]);
                break;
        }
    }

    /// <summary>Writes report.html from the files of the folder.</summary>
    public void WriteReport() => RunReport.Write(RunRecord.Read(folder), Report);

    public void Dispose() => _events?.Dispose();

    /// <summary>Opened by the first value: a run that is refused leaves nothing behind.</summary>
    private EventFileWriter Events() => _events ??= EventFileWriter.Create(Path.Combine(folder, "tfevents"), time.GetUtcNow());

    private void Write(RunEvent.EvaluationDone done)
    {
        var evaluations = Directory.CreateDirectory(Path.Combine(folder, "evaluations")).FullName;
        var path = Path.Combine(evaluations, string.Create(CultureInfo.InvariantCulture, $"step_{done.Step}.json"));
        AtomicFile.Write(path, JsonSerializer.Serialize(done.Result, Json));
    }
}
