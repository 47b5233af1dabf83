using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Plugins;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Environments;

/// <summary>Which environment executes calls, and its limits.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="MaxTurns">Turns of the model in one episode, from 1.</param>
/// <param name="Deadline">Of one call.</param>
/// <param name="EpisodeDeadline">Of all calls of an episode together.</param>
/// <param name="MaxAnswer">Characters of one answer; a longer one is cut.</param>
/// <param name="Assembly">File that holds a custom environment.</param>
/// <param name="Type">Full name of its class.</param>
public sealed record EnvironmentSettings(string Name, int MaxTurns, TimeSpan Deadline, TimeSpan EpisodeDeadline, int MaxAnswer, string Assembly = "", string Type = "")
{
    /// <summary>The name for no environment: a completion is one turn and nothing is executed.</summary>
    public const string NoName = "none";

    public const string ToolWorldName = "toolworld";

    public const string CustomName = "custom";

    /// <summary>Calls of one turn that are executed; those beyond are answered with an error.</summary>
    public const int MaxCalls = 16;

    public static ImmutableArray<string> Names { get; } = [NoName, ToolWorldName, CustomName];

    public static EnvironmentSettings None { get; } = new(NoName, 1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), 1024);

    public bool IsNone => Name == NoName;

    /// <summary>The environment by its name; null for none.</summary>
    /// <exception cref="DataException">No environment has this name, or a custom one cannot be loaded.</exception>
    public IEnvironmentFactory? Create() => Name switch
    {
        NoName => null,
        ToolWorldName => ToolWorldEnvironments.Instance,
        CustomName => UserClass.Load<IEnvironmentFactory>("environment", Assembly, Type),
        _ => throw new DataException($"environment.name = {Name}: expected one of {string.Join(", ", Names)}"),
    };
}
