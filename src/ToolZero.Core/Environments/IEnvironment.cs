using ToolZero.Core.Calls;
using ToolZero.Core.Data;

namespace ToolZero.Core.Environments;

/// <summary>
/// What executes the calls of one episode: it holds the state of that episode and nothing of another. It is used by one thread at a time. A call
/// may throw, its message is then what the model reads; a call that outlives its deadline ends the episode.
/// </summary>
public interface IEnvironment
{
    /// <summary>Executes a call and answers in words. Wrong calls are answered too: an error the model can read is no exception.</summary>
    string Call(ToolCall call, CancellationToken cancellation);

    /// <summary>How far the state is; asked after every turn.</summary>
    EnvironmentVerdict Verdict { get; }
}

/// <summary>
/// Begins episodes. A class of the user's own implements it with a public constructor without parameters (<see cref="Plugins.UserClass"/>,
/// docs/environments.md): one object serves all workers of a node, from several threads.
/// </summary>
public interface IEnvironmentFactory
{
    /// <summary>An environment in the state that the task begins with.</summary>
    IEnvironment Start(ToolTask task);
}

/// <summary>What an environment says of its state.</summary>
/// <param name="IsSolved">The state is the one that the task asks for.</param>
/// <param name="Progress">Share of the way there, 0 to 1.</param>
/// <param name="IsOver">Nothing is left to do: the episode ends.</param>
public readonly record struct EnvironmentVerdict(bool IsSolved, double Progress, bool IsOver);
