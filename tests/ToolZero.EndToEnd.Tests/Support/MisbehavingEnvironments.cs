using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;

namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>An environment of a user's own, loaded by name: of eight tasks one hangs for ever, the others throw or answer with megabytes.</summary>
public sealed class MisbehavingEnvironments : IEnvironmentFactory
{
    public IEnvironment Start(ToolTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new Misbehaving(task.Id);
    }

    /// <summary>Whether the environment of this task never answers. Held-out tasks do not hang: evaluations are not what is tested.</summary>
    public static bool Hangs(string task) => Number(task) % 8 == 3 && task.Contains("train", StringComparison.Ordinal);

    private static int Number(string task) => int.Parse(task[(task.LastIndexOf('-') + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Misbehaving(string task) : IEnvironment
    {
        public EnvironmentVerdict Verdict
        {
            get
            {
                if (Hangs(task)) new ManualResetEventSlim().Wait();
                return new EnvironmentVerdict(false, 0.5, false);
            }
        }

        public string Call(ToolCall call, CancellationToken cancellation) =>
            Number(task) % 2 == 0 ? throw new InvalidOperationException("out of order") : new string('x', 4_000_000);
    }
}
