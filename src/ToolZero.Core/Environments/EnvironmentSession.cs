using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;

namespace ToolZero.Core.Environments;

/// <summary>
/// The environment of one episode behind limits: whatever it does (hang, throw, answer without end), the caller has a typed result within the
/// deadline and the bound of an answer. Not safe for concurrent use.
/// </summary>
public sealed class EnvironmentSession(IEnvironmentFactory factory, ToolTask task, EnvironmentSettings settings, TimeProvider time)
{
    /// <summary>Threads that may be left behind in calls that never return; beyond, no call is begun.</summary>
    public const int MaxHanging = 32;

    private const string NoAnswer = "error: the environment does not answer";

    private static int s_hanging;
    private IEnvironment? _environment;
    private TimeSpan _left = settings.EpisodeDeadline;

    /// <summary>The state after the last call that returned.</summary>
    public EnvironmentVerdict Verdict { get; private set; }

    /// <summary>The worst that happened so far.</summary>
    public EnvironmentFault Fault { get; private set; }

    /// <summary>The episode cannot go on.</summary>
    public bool IsLost => Fault.IsLoss();

    /// <summary>Executes the calls of a turn in order and looks at the state; none are executed after one that hangs.</summary>
    /// <returns>One text for each call.</returns>
    public ImmutableArray<string> Execute(ImmutableArray<ToolCall> calls)
    {
        var answers = ImmutableArray.CreateBuilder<string>(calls.Length);
        foreach (var call in calls.Take(EnvironmentSettings.MaxCalls))
            answers.Add(IsLost ? NoAnswer : Answer(cancellation => Started().Call(call, cancellation)));
        for (var i = answers.Count; i < calls.Length; i++) answers.Add($"error: at most {EnvironmentSettings.MaxCalls} calls a turn");
        if (!IsLost) Look();
        return answers.MoveToImmutable();
    }

    private void Look()
    {
        var seen = Verdict;
        Answer(_ =>
        {
            seen = Started().Verdict;
            return "";
        });
        // Taken over here and not by the thread, which may come back when nobody waits for it any more.
        if (!IsLost) Verdict = seen with { Progress = double.IsNaN(seen.Progress) ? 0 : Math.Clamp(seen.Progress, 0, 1) };
    }

    private IEnvironment Started() => _environment ??= factory.Start(task);

    private string Answer(Func<CancellationToken, string> call)
    {
        if (Volatile.Read(ref s_hanging) >= MaxHanging)
        {
            Worse(EnvironmentFault.Refused);
            return NoAnswer;
        }

        var (stop, run, start) = (new CancellationTokenSource(), new GuardedCall(call), time.GetTimestamp());
        // A thread of its own: a call that never returns must not hold one of the pool's.
        var thread = new Thread(() => run.Execute(stop.Token)) { IsBackground = true, Name = "environment" };
        thread.Start();
        var isBack = thread.Join(settings.Deadline < _left ? settings.Deadline : _left);
        _left -= time.GetElapsedTime(start);
        if (_left < TimeSpan.Zero) _left = TimeSpan.Zero;
        if (!isBack && run.Abandon(() => Interlocked.Decrement(ref s_hanging)))
        {
            Interlocked.Increment(ref s_hanging);
            // Not here: what is registered with it may hang as well. It is not disposed, as the call that is left behind may look at it.
            _ = stop.CancelAsync();
            Worse(EnvironmentFault.Hung);
            return NoAnswer;
        }

        if (run.Error is not null) Worse(EnvironmentFault.Threw);
        var text = run.Error is { } error ? $"error: {error}" : run.Answer ?? "";
        if (text.Length <= settings.MaxAnswer) return text;
        Worse(EnvironmentFault.HugeAnswer);
        return text[..settings.MaxAnswer];
    }

    private void Worse(EnvironmentFault fault) => Fault = fault > Fault ? fault : Fault;
}
