using Akka.Actor;
using Akka.Event;

namespace Compat.Akka.Tests.Event;

public sealed class EventStreamSpecs : Kit
{
    [Fact]
    public async Task Subscribers_get_what_is_of_their_class_or_below()
    {
        var probe = NewProbe();
        Assert.True(System.EventStream.Subscribe(probe.Ref, typeof(Animal)));
        Assert.False(System.EventStream.Subscribe(probe.Ref, typeof(Animal)));
        var cat = new Cat();
        System.EventStream.Publish(cat);
        System.EventStream.Publish("no animal");
        await probe.Expect(cat);
        await probe.ExpectNothingSoFar();
    }

    [Fact]
    public async Task An_interface_is_a_class_too_and_two_subscriptions_bring_one_event()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe<IPurrs>(probe.Ref);
        System.EventStream.Subscribe<Cat>(probe.Ref);
        var cat = new Cat();
        System.EventStream.Publish(cat);
        await probe.Expect(cat);
        await probe.ExpectNothingSoFar();
    }

    [Fact]
    public async Task Unsubscribing_ends_one_or_all()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(Cat));
        System.EventStream.Subscribe(probe.Ref, typeof(string));
        System.EventStream.Publish("x");
        Assert.True(System.EventStream.Unsubscribe(probe.Ref, typeof(Cat)));
        Assert.False(System.EventStream.Unsubscribe(probe.Ref, typeof(Cat)));
        System.EventStream.Publish(new Cat());
        System.EventStream.Publish("y");
        await probe.Expect("x", "y");
        Assert.True(System.EventStream.Unsubscribe(probe.Ref));
        System.EventStream.Publish("z");
        await probe.ExpectNothingSoFar();
    }

    [Fact]
    public async Task An_ended_subscriber_is_taken_out()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(Cat));
        await Within(probe.Ref.GracefulStop(Deadline));
        await Eventually(() => !System.EventStream.Unsubscribe(probe.Ref));
    }

    [Fact]
    public async Task Subscribing_while_publishing_loses_nothing()
    {
        var probe = NewProbe();
        using var stop = new CancellationTokenSource();
        var noise = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) System.EventStream.Publish(new Cat());
        });
        for (var i = 0; i < 100; i++)
        {
            System.EventStream.Subscribe(probe.Ref, typeof(string));
            System.EventStream.Publish($"event {i}");
            await probe.Expect($"event {i}");
            System.EventStream.Unsubscribe(probe.Ref, typeof(string));
        }

        await stop.CancelAsync();
        await Within(noise);
    }

    [Fact]
    public async Task Dead_letters_name_message_sender_and_receiver_unless_suppressed()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(AllDeadLetters));
        var actor = System.ActorOf(Scripted.Props((_, _) => { }));
        await Within(actor.GracefulStop(Deadline));
        actor.Tell("lost", probe.Ref);
        var letter = await probe.Next<DeadLetter>();
        Assert.Equal(("lost", probe.Ref, actor), (letter.Message, letter.Sender, letter.Recipient));
        actor.Tell(new Unimportant(), probe.Ref);
        await probe.Next<SuppressedDeadLetter>();
        System.DeadLetters.Tell("direct", probe.Ref);
        Assert.Equal("direct", (await probe.Next<DeadLetter>()).Message);
    }

    private interface IPurrs;

    private abstract record Animal;

    private sealed record Cat : Animal, IPurrs;

    private sealed record Unimportant : IDeadLetterSuppression;
}
