using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Tests.Support;

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
            "logs", ConfigurationFactory.ParseString("akka.loglevel = WARNING, akka.stdout-loglevel = OFF").WithFallback(RunLogger.Configuration(file)));
        system.Log.Warning("{0} of {1} is lost", 1, 2);
        system.Log.Info("not of interest");
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
        try
        {
            Console.SetError(TextWriter.Synchronized(written));
            Console.SetOut(TextWriter.Synchronized(told));
            var system = ActorSystem.Create(
                "logs", ConfigurationFactory.ParseString("akka.loglevel = WARNING, akka.stdout-loglevel = OFF").WithFallback(RunLogger.Configuration("")));
            system.Log.Warning("{0} of {1} is lost", 1, 2);
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
}
