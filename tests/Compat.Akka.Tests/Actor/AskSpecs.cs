using Akka.Actor;
using Akka.Event;

namespace Compat.Akka.Tests.Actor;

public sealed class AskSpecs() : Kit("akka.actor.ask-timeout = 50ms")
{
    [Fact]
    public async Task The_answer_completes_the_task() => Assert.Equal("answer", await Within(NewTalker().Ask<string>("answer", Deadline)));

    [Fact]
    public async Task The_question_may_carry_the_reference_to_answer_to()
    {
        var actor = System.ActorOf(Scripted.Props((message, _) => ((IActorRef)message).Tell("to you")));
        Assert.Equal("to you", await Within(actor.Ask<string>(asker => asker, Deadline, CancellationToken.None)));
    }

    [Fact]
    public async Task No_answer_is_a_timeout()
    {
        await Assert.ThrowsAsync<AskTimeoutException>(() => Within(NewTalker().Ask<string>("silence", TimeSpan.FromMilliseconds(20))));
    }

    [Fact]
    public async Task Without_a_timeout_the_configured_one_counts()
    {
        var failure = await Assert.ThrowsAsync<AskTimeoutException>(() => Within(NewTalker().Ask<string>("silence")));
        Assert.Equal("Timeout after 0.05 seconds", failure.Message);
    }

    [Fact]
    public async Task A_token_cancels()
    {
        using var source = new CancellationTokenSource();
        var ask = NewTalker().Ask<string>("silence", Timeout.InfiniteTimeSpan, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within(ask));
        Assert.True(ask.IsCanceled);
    }

    [Fact]
    public async Task A_failure_as_answer_is_thrown()
    {
        var failure = await Assert.ThrowsAsync<IOException>(() => Within(NewTalker().Ask<string>("failure", Deadline)));
        Assert.Equal("broken", failure.Message);
    }

    [Fact]
    public async Task An_answer_of_another_type_is_an_error() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Within(NewTalker().Ask<int>("answer", Deadline)));

    [Fact]
    public async Task A_second_answer_is_a_dead_letter()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(DeadLetter));
        Assert.Equal("first", await Within(NewTalker().Ask<string>("twice", Deadline)));
        Assert.Equal("second", (await probe.Next<DeadLetter>()).Message);
    }

    [Fact]
    public async Task Many_questions_at_once_get_their_own_answers()
    {
        var actor = System.ActorOf(Scripted.Props((message, context) => context.Sender.Tell((int)message * 2)));
        var answers = await Within(Task.WhenAll(Enumerable.Range(0, 1000).Select(i => actor.Ask<int>(i, Deadline))));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => 2 * i), answers);
    }

    [Fact]
    public async Task A_selection_can_be_asked()
    {
        System.ActorOf(Scripted.Props((_, context) => context.Sender.Tell("found")), "target");
        Assert.Equal("found", await Within(System.ActorSelection("/user/target").Ask<string>("x", Deadline)));
    }

    [Fact]
    public async Task PipeTo_sends_the_result_what_is_made_of_it_or_the_failure()
    {
        var probe = NewProbe();
        await Within(Task.FromResult(5).PipeTo(probe.Ref));
        await probe.Expect(5);
        await Within(Task.FromResult(5).PipeTo(probe.Ref, System.IgnoreRef, success: i => $"got {i}"));
        await probe.Expect("got 5");
        Assert.Equal(System.IgnoreRef, probe.LastSender);
        await Within(Task.FromException<int>(new IOException("lost")).PipeTo(probe.Ref));
        Assert.Equal("lost", Assert.IsType<IOException>((await probe.Next<Status.Failure>()).Cause).Message);
        await Within(Task.FromException<int>(new IOException("lost")).PipeTo(probe.Ref, failure: e => "failed: " + e.Message));
        await probe.Expect("failed: lost");
        await Within(Task.CompletedTask.PipeTo(probe.Ref));
        await Within(Task.CompletedTask.PipeTo(probe.Ref, success: () => "done"));
        await probe.Expect("done");
        await Within(Task.FromCanceled<int>(new CancellationToken(true)).PipeTo(probe.Ref));
        Assert.IsType<TaskCanceledException>((await probe.Next<Status.Failure>()).Cause);
    }

    private IActorRef NewTalker() => System.ActorOf(Scripted.Props((message, context) =>
    {
        switch (message)
        {
            case "answer": context.Sender.Tell("answer"); break;
            case "failure": context.Sender.Tell(new Status.Failure(new IOException("broken"))); break;
            case "twice":
                context.Sender.Tell("first");
                context.Sender.Tell("second");
                break;
        }
    }));
}
