using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using ToolZero.Actors.Wire;

namespace ToolZero.Actors.Hosting;

/// <summary>
/// Writes the actor system's log into the run folder, or to standard error where there is none: the terminal belongs to the view of the run, standard output
/// to its events. Used unless <c>akka.loggers</c> says otherwise.
/// </summary>
public sealed class RunLogger : ReceiveActor
{
    private const string FileKey = "toolzero-log.file";

    public RunLogger()
    {
        var path = Context.System.Settings.Config.GetString(FileKey);
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(entry =>
        {
            if (path.Length == 0) Console.Error.WriteLine(Text(entry));
            else Append(path, Text(entry));
        });
    }

    /// <summary>Where a message of another process was found bad says nothing, and there may be many: no trace.</summary>
    private static string Text(LogEvent entry) =>
        entry.Cause is WireException bad ? $"[{entry.LogLevel()}][{entry.Timestamp:O}][{entry.LogSource}] a message was dropped: {bad.Message}" : entry.ToString();

    /// <summary>A line that the disk does not take is lost: the log must not end what it tells of.</summary>
    private static void Append(string path, string line)
    {
        try
        {
            FileGrowth.Write(path, () => File.AppendAllText(path, line + Environment.NewLine));
        }
        catch (IOException)
        {
            // There is nowhere to say it.
        }
    }

    /// <summary>Configuration that makes it the only logger.</summary>
    /// <param name="path">The file that it appends to; "" = standard error.</param>
    public static Config Configuration(string path) => ConfigurationFactory.ParseString(
        $"""
        akka.loggers = ["{typeof(RunLogger).FullName}, {typeof(RunLogger).Assembly.GetName().Name}"]
        akka.logger-startup-timeout = 60s
        {FileKey} = {System.Text.Json.JsonSerializer.Serialize(path)}
        """);
}
