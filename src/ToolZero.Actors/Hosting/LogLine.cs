using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Akka.Event;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Telemetry;
using ToolZero.Actors.Wire;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Hosting;

/// <summary>An entry of the actor system's log as a line of text, or as a JSON object with run, node, group and attempt where they are known.</summary>
internal static class LogLine
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where a message of another process was found bad says nothing, and there may be many: no trace.</summary>
    public static string Text(LogEvent entry) =>
        entry.Cause is WireException bad ? $"[{entry.LogLevel()}][{entry.Timestamp:O}][{entry.LogSource}] {Dropped(bad)}" : entry.ToString();

    /// <param name="entry">The entry.</param>
    /// <param name="run">Name of the run; "" while it is not known.</param>
    /// <param name="node">Name of the node.</param>
    public static string Json(LogEvent entry, string run, string node)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Compact))
        {
            json.WriteStartObject();
            json.WriteString("time", entry.Timestamp.ToUniversalTime());
            json.WriteString("level", Level(entry.LogLevel()));
            json.WriteString("run", run);
            json.WriteString("node", node);
            json.WriteString("source", entry.LogSource);
            json.WriteString("message", entry.Cause is WireException bad ? Dropped(bad) : entry.Message?.ToString() ?? "");
            foreach (var parameter in (entry.Message as LogMessage)?.Parameters() ?? []) Write(json, parameter);
            if (entry.Cause is { } cause and not WireException) json.WriteString("exception", cause.ToString());
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>What tells by its type which field it is.</summary>
    private static void Write(Utf8JsonWriter json, object? parameter)
    {
        switch (parameter)
        {
            case GroupId group:
                json.WriteNumber("group", group.Value);
                break;
            case Attempt attempt:
                json.WriteNumber("attempt", attempt.Number);
                break;
            case LeaseId lease:
                json.WriteNumber("unit", lease.Unit);
                json.WriteNumber("attempt", lease.Attempt);
                break;
        }
    }

    private static string Dropped(WireException bad) => $"a message was dropped: {bad.Message}";

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.DebugLevel => "debug",
        LogLevel.InfoLevel => "info",
        LogLevel.WarningLevel => "warning",
        _ => "error",
    };
}
