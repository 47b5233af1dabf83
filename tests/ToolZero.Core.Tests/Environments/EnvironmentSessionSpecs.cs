using System.Collections.Immutable;
using System.Diagnostics;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;

namespace ToolZero.Core.Tests.Environments;

public sealed class EnvironmentSessionSpecs
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private static readonly ToolTask Task = new("t", "multi-turn", [], [], []);
    private static readonly ImmutableArray<ToolCall> One = [new ToolCall("f", [])];

    [Fact]
    public void A_call_that_throws_is_read_as_text_and_the_episode_goes_on()
    {
        var calls = 0;
        var session = Session((_, _) => calls++ == 0 ? throw new InvalidOperationException("out of paper") : "printed");
        Assert.Equal("error: out of paper", Assert.Single(session.Execute(One)));
        Assert.Equal("printed", Assert.Single(session.Execute(One)));
        Assert.Equal((EnvironmentFault.Threw, false), (session.Fault, session.IsLost));
    }

    [Fact]
    public void An_exception_whose_message_throws_is_text_too()
    {
        var session = Session((_, _) => throw new Unspeakable());
        Assert.Equal("error: Unspeakable, whose message failed with NotSupportedException", Assert.Single(session.Execute(One)));
    }

    [Fact]
    public void A_call_that_hangs_ends_the_episode_at_its_deadline_and_nothing_is_executed_after_it()
    {
        using var hold = new ManualResetEventSlim();
        var calls = 0;
        var session = Session(
            (_, _) =>
            {
                calls++;
                hold.Wait(CancellationToken.None);
                return "late";
            },
            Short);
        var start = Stopwatch.GetTimestamp();
        Assert.All(session.Execute([.. One, .. One, .. One]), a => Assert.StartsWith("error: the environment", a, StringComparison.Ordinal));
        Assert.Equal((EnvironmentFault.Hung, true, 1), (session.Fault, session.IsLost, calls));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Long);
        hold.Set();
    }

    [Fact]
    public void A_call_that_hangs_is_told_so_and_what_it_does_then_holds_nobody_up()
    {
        using var hold = new ManualResetEventSlim();
        using var told = new ManualResetEventSlim();
        var session = Session(
            (_, cancellation) =>
            {
                cancellation.Register(() =>
                {
                    told.Set();
                    hold.Wait(CancellationToken.None);
                });
                hold.Wait(CancellationToken.None);
                return "late";
            },
            Short);
        session.Execute(One);
        Assert.True(session.IsLost);
        Assert.True(told.Wait(Long));
        hold.Set();
    }

    [Fact]
    public void Calls_of_an_episode_have_a_deadline_together()
    {
        using var hold = new ManualResetEventSlim();
        var session = new EnvironmentSession(
            new Factory((_, _) => hold.Wait(TimeSpan.FromMilliseconds(30), CancellationToken.None) ? "" : "slow"),
            Task,
            new EnvironmentSettings("test", 3, Long, TimeSpan.FromMilliseconds(100), 100),
            TimeProvider.System);
        var turns = 0;
        for (; !session.IsLost; turns++) session.Execute(One);
        Assert.InRange(turns, 1, 4);
        Assert.Equal(EnvironmentFault.Hung, session.Fault);
    }

    [Fact]
    public void Calls_that_hang_are_counted_and_beyond_the_bound_none_is_begun()
    {
        using var hold = new ManualResetEventSlim();
        string Hang(ToolCall call, CancellationToken cancellation)
        {
            hold.Wait(CancellationToken.None);
            return "";
        }

        for (var i = 0; i < EnvironmentSession.MaxHanging; i++)
        {
            var hanging = Session(Hang, TimeSpan.FromMilliseconds(1));
            hanging.Execute(One);
            Assert.True(hanging.IsLost);
        }

        var calls = 0;
        var refused = Session((_, _) => $"{++calls}");
        refused.Execute(One);
        Assert.Equal((EnvironmentFault.Refused, true, 0), (refused.Fault, refused.IsLost, calls));

        // Calls that return after all make room again.
        hold.Set();
        Assert.True(SpinWait.SpinUntil(() => !Refuses(), Long));

        static bool Refuses()
        {
            var session = Session((_, _) => "");
            session.Execute(One);
            return session.IsLost;
        }
    }

    [Fact]
    public void A_huge_answer_is_cut()
    {
        var session = Session((_, _) => new string('x', 10_000_000));
        Assert.Equal(100, Assert.Single(session.Execute(One)).Length);
        Assert.Equal(EnvironmentFault.HugeAnswer, session.Fault);
    }

    [Fact]
    public void Calls_beyond_the_bound_of_a_turn_are_answered_but_not_executed()
    {
        var calls = 0;
        var session = Session((_, _) => $"{++calls}");
        var answers = session.Execute([.. Enumerable.Repeat(One[0], 1000)]);
        Assert.Equal((1000, EnvironmentSettings.MaxCalls), (answers.Length, calls));
        Assert.Equal(("16", "error: at most 16 calls a turn"), (answers[15], answers[16]));
    }

    [Fact]
    public void An_environment_that_cannot_begin_is_text_too()
    {
        var session = new EnvironmentSession(new Broken(), Task, Settings(Long), TimeProvider.System);
        Assert.Equal("error: no licence", Assert.Single(session.Execute(One)));
        Assert.Equal((EnvironmentFault.Threw, false), (session.Fault, session.Verdict.IsSolved));
    }

    [Fact]
    public void A_beginning_or_a_look_at_the_state_that_hangs_ends_the_episode_at_its_deadline()
    {
        using var hold = new ManualResetEventSlim();
        void Hang() => hold.Wait(CancellationToken.None);

        var beginning = new EnvironmentSession(new Elsewhere(start: Hang), Task, Settings(Short), TimeProvider.System);
        Assert.StartsWith("error: the environment", Assert.Single(beginning.Execute(One)), StringComparison.Ordinal);
        var looking = new EnvironmentSession(new Elsewhere(look: Hang), Task, Settings(Short), TimeProvider.System);
        looking.Execute(One);
        foreach (var session in new[] { beginning, looking }) Assert.Equal((EnvironmentFault.Hung, true, false), (session.Fault, session.IsLost, session.Verdict.IsSolved));
        hold.Set();
    }

    [Fact]
    public void A_look_at_the_state_that_throws_leaves_the_state_before_it()
    {
        var session = new EnvironmentSession(new Elsewhere(look: () => throw new InvalidOperationException("no view")), Task, Settings(Long), TimeProvider.System);
        Assert.Equal("done", Assert.Single(session.Execute(One)));
        Assert.Equal((EnvironmentFault.Threw, false, default(EnvironmentVerdict)), (session.Fault, session.IsLost, session.Verdict));
    }

    [Fact]
    public void A_message_without_end_is_cut_and_no_answer_at_all_is_empty()
    {
        var session = Session((_, _) => throw new InvalidOperationException(new string('x', 10_000_000)));
        Assert.Equal(100, Assert.Single(session.Execute(One)).Length);
        Assert.Equal(EnvironmentFault.Threw, session.Fault);
        Assert.Equal("", Assert.Single(Session((_, _) => null!).Execute(One)));
    }

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(7, 1)]
    [InlineData(0.25, 0.25)]
    public void Progress_is_a_share_whatever_the_environment_says(double said, double taken)
    {
        var session = new EnvironmentSession(new Factory((_, _) => "", said), Task, Settings(Long), TimeProvider.System);
        session.Execute(One);
        Assert.Equal(taken, session.Verdict.Progress);
    }

    private static EnvironmentSettings Settings(TimeSpan deadline) => new("test", 3, deadline, Long, 100);

    private static EnvironmentSession Session(Func<ToolCall, CancellationToken, string> call, TimeSpan? deadline = null) =>
        new(new Factory(call), Task, Settings(deadline ?? Long), TimeProvider.System);

    private sealed class Factory(Func<ToolCall, CancellationToken, string> call, double progress = 0) : IEnvironmentFactory, IEnvironment
    {
        public EnvironmentVerdict Verdict => new(false, progress, false);

        public IEnvironment Start(ToolTask task) => this;

        public string Call(ToolCall asked, CancellationToken cancellation) => call(asked, cancellation);
    }

    /// <summary>Misbehaves at its beginning or when its state is looked at; its calls are sound.</summary>
    private sealed class Elsewhere(Action? start = null, Action? look = null) : IEnvironmentFactory, IEnvironment
    {
        public EnvironmentVerdict Verdict
        {
            get
            {
                look?.Invoke();
                return new EnvironmentVerdict(true, 1, true);
            }
        }

        public IEnvironment Start(ToolTask task)
        {
            start?.Invoke();
            return this;
        }

        public string Call(ToolCall asked, CancellationToken cancellation) => "done";
    }

    private sealed class Broken : IEnvironmentFactory
    {
        public IEnvironment Start(ToolTask task) => throw new InvalidOperationException("no licence");
    }

    private sealed class Unspeakable : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}
