using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;

namespace ToolZero.Core.Environments;

/// <summary>
/// The environment of one episode behind limits: whatever it does (hang, throw, answer without end), the caller has a typed result within the
/// deadline and the bound of an answer. Not safe for concurrent use.
/// </summary>
public sealed class EnvironmentSession(IEnvironmentFactory factory, ToolTask task, EnvironmentSettings settings)
{
    /// <summary>Threads that may be left behind in calls that never return; beyond, no call is begun.</summary>
    public const int MaxHanging = 32;

    private static int s_hanging;
    private IEnvironment? _environment;

    /// <summary>The state after the last call that returned.</summary>
    public EnvironmentVerdict Verdict { get; private set; }

    /// <summary>The worst that happened so far.</summary>
    public EnvironmentFault Fault { get; private set; }

    /// <summary>The episode cannot go on.</summary>
    public bool IsLost => Fault is EnvironmentFault.Hung or EnvironmentFault.Refused;

    /// <summary>Executes the calls of a turn in order and looks at the state; none are executed after one that hangs.</summary>
    /// <returns>One text for each call.</returns>
    public ImmutableArray<string> Execute(ImmutableArray<ToolCall> calls)
    {
        var answers = ImmutableArray.CreateBuilder<string>(calls.Length);
        foreach (var call in calls.Take(EnvironmentSettings.MaxCalls))
            answers.Add(IsLost ? "error: the environment does not answer" : Answer(cancellation => Started().Call(call, cancellation)));
        for (var i = answers.Count; i < calls.Length; i++) answers.Add($"error: at most {EnvironmentSettings.MaxCalls} calls a turn");
        if (!IsLost)
        {
            Answer(_ =>
            {
                Verdict = Started().Verdict;
                return "";
            });
        }

        return answers.MoveToImmutable();
    }

    private IEnvironment Started() => _environment ??= factory.Start(task);

    private string Answer(Func<CancellationToken, string> call)
    {
        if (Volatile.Read(ref s_hanging) >= MaxHanging)
        {
            Worse(EnvironmentFault.Refused);
            return "error: the environment does not answer";
        }

        using var stop = new CancellationTokenSource();
        var (token, run) = (stop.Token, new GuardedCall(call));
        // A thread of its own: a call that never returns must not hold one of the pool's.
        var thread = new Thread(() => run.Execute(token)) { IsBackground = true, Name = "environment" };
        thread.Start();
        if (!thread.Join(settings.Deadline))
        {
            stop.Cancel();
            if (run.Abandon(() => Interlocked.Decrement(ref s_hanging))) Interlocked.Increment(ref s_hanging);
            Worse(EnvironmentFault.Hung);
            return "error: the environment does not answer";
        }

        if (run.Error is not null) Worse(EnvironmentFault.Threw);
        var text = run.Error is { } error ? $"error: {error}" : run.Answer ?? "";
        if (text.Length <= settings.MaxAnswer) return text;
        Worse(EnvironmentFault.HugeAnswer);
        return text[..settings.MaxAnswer];
    }

    private void Worse(EnvironmentFault fault) => Fault = fault > Fault ? fault : Fault;
}
