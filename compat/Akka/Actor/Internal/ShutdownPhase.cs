using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>One phase of a coordinated shutdown.</summary>
internal sealed record ShutdownPhase(ImmutableArray<string> DependsOn, TimeSpan Timeout, bool Recover, bool Enabled)
{
    internal static ImmutableDictionary<string, ShutdownPhase> FromConfig(Config config)
    {
        var byDefault = config.GetTimeSpan("default-phase-timeout", TimeSpan.FromSeconds(5));
        var section = config.GetConfig("phases");
        var phases = ImmutableDictionary.CreateBuilder<string, ShutdownPhase>(StringComparer.Ordinal);
        foreach (var (name, _) in section.AsEnumerable())
        {
            var prefix = $"\"{name}\".";
            phases[name] = new ShutdownPhase(
                [.. section.GetStringList(prefix + "depends-on", [])],
                section.GetTimeSpan(prefix + "timeout", byDefault, allowInfinite: false),
                section.GetBoolean(prefix + "recover", true),
                section.GetBoolean(prefix + "enabled", true));
        }

        return phases.ToImmutable();
    }

    /// <summary>Every phase after the ones it depends on; phases without an order between them by name.</summary>
    /// <exception cref="ArgumentException">The dependencies run in a circle.</exception>
    internal static ImmutableArray<string> Order(ImmutableDictionary<string, ShutdownPhase> phases)
    {
        var ordered = ImmutableArray.CreateBuilder<string>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in phases.Keys.Order(StringComparer.Ordinal)) Visit(name);
        return [.. ordered.Where(phases.ContainsKey)];

        void Visit(string name)
        {
            if (done.Contains(name)) return;
            if (!open.Add(name)) throw new ArgumentException($"Cycle detected in graph of phases. It must be a DAG. Phase [{name}] depends transitively on itself.", nameof(phases));
            if (phases.TryGetValue(name, out var phase))
            {
                foreach (var before in phase.DependsOn.Order(StringComparer.Ordinal)) Visit(before);
            }

            open.Remove(name);
            done.Add(name);
            ordered.Add(name);
        }
    }
}

/// <summary>Ties a coordinated shutdown to the end of its system and of the process.</summary>
internal static class ShutdownHooks
{
    internal static void Install(CoordinatedShutdown shutdown, ActorSystemImpl system, Config config)
    {
        var terminates = config.GetBoolean("terminate-actor-system");
        var exits = config.GetBoolean("exit-clr");
        if (terminates || exits)
        {
            shutdown.AddTask(CoordinatedShutdown.PhaseActorSystemTerminate, "terminate-system", async () =>
            {
                if (terminates)
                {
                    system.Abort();
                    await system.WhenTerminated.ConfigureAwait(false);
                }

                // Not while the process is ending already: Exit would wait for its own caller.
                if (exits && shutdown.ShutdownReason is not CoordinatedShutdown.ClrExitReason) ThreadPool.QueueUserWorkItem(static _ => Environment.Exit(0));
                return Done.Instance;
            });
        }

        if (!config.GetBoolean("run-by-clr-shutdown-hook")) return;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        system.RegisterOnTermination(() => AppDomain.CurrentDomain.ProcessExit -= OnExit);

        void OnExit(object sender, EventArgs arguments)
        {
            if (!shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).Wait(shutdown.TotalTimeout))
                system.Log.Warning("Coordinated shutdown from the exit of the process did not complete within {0}", shutdown.TotalTimeout);
        }
    }
}
