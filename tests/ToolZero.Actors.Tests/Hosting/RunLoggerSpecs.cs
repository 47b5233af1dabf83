using System.Text.Json;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Telemetry;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Hosting;

public sealed class RunLoggerSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_the_actor_system_logs_is_in_the_file()
    {
        var file = Path.Combine(_folder.Path, "a \"log\".log");
        var system = ActorSystem.Create(
            "logs", ConfigurationFactory.ParseString("akka.loglevel = WARNING, akka.stdout-loglevel = OFF").WithFallback(RunLogger.Configuration(new LogTarget(file))));
        system.Log.Info("not of interest");
        system.Log.Warning("{0} of {1} is lost", 1, 2);
        Await(() => File.Exists(file) && File.ReadAllText(file).Contains("is lost", StringComparison.Ordinal));
        await system.Terminate().WaitAsync(TimeSpan.FromMinutes(1));
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains("1 of 2 is lost", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not of interest", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_file_it_is_on_standard_error_and_leaves_standard_output_alone()
    {
        var (error, output) = (Console.Error, Console.Out);
        using var written = new StringWriter();
        using var told = new StringWriter();
        var synchronized = TextWriter.Synchronized(written);
        try
        {
            Console.SetError(synchronized);
            Console.SetOut(TextWriter.Synchronized(told));
            var system = ActorSystem.Create(
                "logs", ConfigurationFactory.ParseString("akka.loglevel = WARNING, akka.stdout-loglevel = OFF").WithFallback(RunLogger.Configuration(new LogTarget(LogTarget.Error))));
            system.Log.Warning("{0} of {1} is lost", 1, 2);
            Await(() =>
            {
                // The lock that the writer itself takes.
                lock (synchronized) return written.ToString().Contains("is lost", StringComparison.Ordinal);
            });
            await system.Terminate().WaitAsync(TimeSpan.FromMinutes(1));
        }
        finally
        {
            Console.SetError(error);
            Console.SetOut(output);
        }

        Assert.Contains("1 of 2 is lost", written.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("is lost", told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_JSON_an_entry_is_a_line_with_run_node_group_and_attempt()
    {
        var file = Path.Combine(_folder.Path, "node.log");
        var system = ActorSystem.Create(
            "logs",
            ConfigurationFactory.ParseString("akka.loglevel = WARNING, akka.stdout-loglevel = OFF").WithFallback(RunLogger.Configuration(new LogTarget(file) { Format = LogFormat.Json, Node = "west" })));
        system.Log.Warning("before the run is known");
        system.EventStream.Publish(new RunNamed("mine"));
        system.Log.Warning("{0} failed in attempt {1}: {2}", new GroupId(7), new Attempt(2), "a \"reason\"\nof two lines");
        system.Log.Error(new InvalidOperationException("inside"), "{0} comes back", new LeaseId(4, 3));
        Await(() => File.Exists(file) && File.ReadAllText(file).Contains("comes back", StringComparison.Ordinal));
        await system.Terminate().WaitAsync(TimeSpan.FromMinutes(1));
        var lines = (await File.ReadAllLinesAsync(file)).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["", "mine", "mine"], lines.Select(l => l.GetProperty("run").GetString()));
        Assert.All(lines, l => Assert.Equal("west", l.GetProperty("node").GetString()));
        Assert.Equal(["warning", "warning", "error"], lines.Select(l => l.GetProperty("level").GetString()));
        Assert.Equal((7, 2), (lines[1].GetProperty("group").GetInt64(), lines[1].GetProperty("attempt").GetInt32()));
        Assert.EndsWith("failed in attempt 2: a \"reason\"\nof two lines", lines[1].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal((4, 3), (lines[2].GetProperty("unit").GetInt64(), lines[2].GetProperty("attempt").GetInt32()));
        Assert.Contains("inside", lines[2].GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.False(lines[0].TryGetProperty("group", out _));
        Assert.True(lines[0].GetProperty("time").TryGetDateTimeOffset(out _));
    }

    /// <summary>Akka stops its loggers without letting them finish.</summary>
    private static void Await(Func<bool> written) => Assert.True(SpinWait.SpinUntil(written, TimeSpan.FromMinutes(1)));
}
