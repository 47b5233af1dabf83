using System.Collections.Immutable;
using System.Diagnostics;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;

namespace ToolZero.Core.Tests.Environments;

public sealed class EnvironmentSessionSpecs
{
    private static readonly ToolTask Task = new("t", "multi-turn", [], [], []);
    private static readonly ImmutableArray<ToolCall> One = [new ToolCall("f", [])];

    [Fact]
    public void A_call_that_throws_is_read_as_text_and_the_episode_goes_on()
    {
        var calls = 0;
        var session = Session(_ => calls++ == 0 ? throw new InvalidOperationException("out of paper") : "printed");
        Assert.Equal("error: out of paper", Assert.Single(session.Execute(One)));
        Assert.Equal("printed", Assert.Single(session.Execute(One)));
        Assert.Equal((EnvironmentFault.Threw, false), (session.Fault, session.IsLost));
    }

    [Fact]
    public void A_call_that_hangs_ends_the_episode_at_its_deadline_and_nothing_is_executed_after_it()
    {
        using var hold = new ManualResetEventSlim();
        var calls = 0;
        var session = Session(
            _ =>
            {
                calls++;
                hold.Wait();
                return "late";
            },
            TimeSpan.FromMilliseconds(50));
        var start = Stopwatch.GetTimestamp();
        Assert.All(session.Execute([.. One, .. One, .. One]), a => Assert.StartsWith("error: the environment", a, StringComparison.Ordinal));
        Assert.Equal((EnvironmentFault.Hung, true, 1), (session.Fault, session.IsLost, calls));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(60));
        hold.Set();
    }

    [Fact]
    public void A_huge_answer_is_cut()
    {
        var session = Session(_ => new string('x', 10_000_000));
        Assert.Equal(100, Assert.Single(session.Execute(One)).Length);
        Assert.Equal(EnvironmentFault.HugeAnswer, session.Fault);
    }

    [Fact]
    public void Calls_beyond_the_bound_of_a_turn_are_answered_but_not_executed()
    {
        var calls = 0;
        var session = Session(_ => $"{++calls}");
        var answers = session.Execute([.. Enumerable.Repeat(One[0], 1000)]);
        Assert.Equal((1000, EnvironmentSettings.MaxCalls), (answers.Length, calls));
        Assert.Equal(("16", "error: at most 16 calls a turn"), (answers[15], answers[16]));
    }

    [Fact]
    public void An_environment_that_cannot_begin_is_text_too()
    {
        var session = new EnvironmentSession(new Broken(), Task, Settings(TimeSpan.FromSeconds(60)));
        Assert.Equal("error: no licence", Assert.Single(session.Execute(One)));
        Assert.Equal((EnvironmentFault.Threw, false), (session.Fault, session.Verdict.IsSolved));
    }

    private static EnvironmentSettings Settings(TimeSpan deadline) => new("test", 3, deadline, 100);

    private static EnvironmentSession Session(Func<ToolCall, string> call, TimeSpan? deadline = null) =>
        new(new Factory(call), Task, Settings(deadline ?? TimeSpan.FromSeconds(60)));

    private sealed class Factory(Func<ToolCall, string> call) : IEnvironmentFactory, IEnvironment
    {
        public EnvironmentVerdict Verdict => default;

        public IEnvironment Start(ToolTask task) => this;

        public string Call(ToolCall asked, CancellationToken cancellation) => call(asked);
    }

    private sealed class Broken : IEnvironmentFactory
    {
        public IEnvironment Start(ToolTask task) => throw new InvalidOperationException("no licence");
    }
}
