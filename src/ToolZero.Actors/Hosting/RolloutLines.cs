using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Hosting;

/// <summary>The lines of <c>rollouts/step_N.jsonl</c>: one for each sample of a batch. Written in place, because the coordinator waits for them.</summary>
internal static class RolloutLines
{
    private const int Piece = 1 << 20;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TrainingBatch batch, Stream to)
    {
        var buffer = new ArrayBufferWriter<byte>(Piece);
        using var json = new Utf8JsonWriter(buffer, Options);
        foreach (var group in batch.Groups)
        {
            for (var i = 0; i < group.Samples.Length; i++)
            {
                Write(json, batch, group, i);
                json.Flush();
                json.Reset();
                buffer.Write("\n"u8);
            }

            if (buffer.WrittenCount < Piece) continue;
            to.Write(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
        }

        to.Write(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, TrainingBatch batch, ScoredGroup group, int sample)
    {
        var (trajectory, score) = (group.Samples[sample].Trajectory, group.Samples[sample].Score);
        var (oldest, newest) = trajectory.VersionRange();
        json.WriteStartObject();
        json.WriteNumber("step", batch.Step);
        json.WriteNumber("group", group.Id.Value);
        json.WriteNumber("sample", sample);
        json.WriteString("task", group.TaskId);
        json.WriteString("category", group.Category);
        json.WriteString("worker", group.Worker);
        json.WriteNumber("attempt", group.Attempt);
        Write(json, "reward", score.Total(batch.ScheduleWeight));
        json.WriteBoolean("success", score.Success);
        json.WriteStartObject("parts");
        foreach (var (name, value) in score.Parts) Write(json, name, value);
        json.WriteEndObject();
        json.WriteString("stop", trajectory.Stop.ToString());
        json.WriteNumber("tokens", trajectory.Tokens.Length);
        json.WriteNumber("oldestVersion", oldest);
        json.WriteNumber("newestVersion", newest);
        json.WriteString("text", trajectory.Text);
        json.WriteEndObject();
    }

    /// <summary>Null for what JSON has no number for: a line is for people to read, and must not stop the run that writes it.</summary>
    private static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
