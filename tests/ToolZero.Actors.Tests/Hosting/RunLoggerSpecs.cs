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
}
