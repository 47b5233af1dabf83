using System.Globalization;
using System.Text.Json;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace ToolZero.Actors.Hosting;

/// <summary>
/// Writes the actor system's log into the run folder, or to standard error where there is none: the terminal belongs to the view of the run, standard output
/// to its events. Used unless <c>akka.loggers</c> says otherwise.
/// </summary>
public sealed class RunLogger : ReceiveActor
{
    private const string Section = "toolzero-log";

    private string _run;

    public RunLogger()
    {
        var settings = Context.System.Settings.Config.GetConfig(Section);
        var (path, node, isJson) = (settings.GetString("file"), settings.GetString("node"), settings.GetBoolean("json"));
        _run = settings.GetString("run");
        Receive<InitializeLogger>(_ =>
        {
            Context.System.EventStream.Subscribe(Self, typeof(RunNamed));
            Sender.Tell(new LoggerInitialized());
        });
        Receive<RunNamed>(named => _run = named.Run);
        Receive<LogEvent>(entry => Write(path, isJson ? LogLine.Json(entry, _run, node) : LogLine.Text(entry)));
    }

    /// <summary>Configuration that makes it the only logger.</summary>
    public static Config Configuration(LogTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return ConfigurationFactory.ParseString(string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            akka.loggers = ["{{typeof(RunLogger).FullName}}, {{typeof(RunLogger).Assembly.GetName().Name}}"]
            akka.logger-startup-timeout = 60s
            {{Section}} { file = {{Text(target.File)}}, node = {{Text(target.Node)}}, run = {{Text(target.Run)}}, json = {{(target.Format == LogFormat.Json ? "on" : "off")}} }
            """));
    }

    private static string Text(string value) => JsonSerializer.Serialize(value);

    private static void Write(string path, string line)
    {
        switch (path)
        {
            case LogTarget.Error:
                Console.Error.WriteLine(line);
                break;
            case LogTarget.Output:
                Console.Out.WriteLine(line);
                break;
            default:
                Append(path, line);
                break;
        }
    }

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
}

/// <summary>On the event stream: the process works for this run.</summary>
public sealed record RunNamed(string Run);
