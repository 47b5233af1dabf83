using Akka.Actor;
using Akka.Event;

namespace Compat.Akka.Tests.Actor;

public sealed class ActorSelectionSpecs : Kit
{
    [Theory]
    [InlineData("/user/top/a")]
    [InlineData("akka://kit/user/top/a")]
    [InlineData("user/top/a")]
    [InlineData("/user/top/b/../a")]
    public async Task A_path_selects_an_actor(string path)
    {
        await NewTree();
        System.ActorSelection(path).Tell("who", Answers.Ref);
        await Answers.Expect("a");
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("../top/b", "b")]
    [InlineData("..", null)]
    public async Task Inside_an_actor_a_path_is_relative_to_it(string path, string? expected)
    {
        var top = await NewTree();
        top.Tell(path, Answers.Ref);
        if (expected is not null) await Answers.Expect(expected);
    }

    [Fact]
    public async Task A_pattern_selects_all_that_fit()
    {
        await NewTree();
        System.ActorSelection("/user/top/*").Tell("who", Answers.Ref);
        var names = new[] { await Answers.Next<string>(), await Answers.Next<string>(), await Answers.Next<string>() };
        Assert.Equal(["a", "b", "bb"], names.Order());
        System.ActorSelection("/user/top/b?").Tell("who", Answers.Ref);
        await Answers.Expect("bb");
        System.ActorSelection("/user/*/a").Tell("who", Answers.Ref);
        await Answers.Expect("a");
        await Answers.ExpectNothingSoFar();
    }

    [Fact]
    public async Task ResolveOne_gives_the_reference_or_fails()
    {
        var top = await NewTree();
        Assert.Equal(top, await Within(System.ActorSelection("/user/top").ResolveOne(Deadline)));
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Within(System.ActorSelection("/user/nobody").ResolveOne(Deadline)));
    }

    [Fact]
    public async Task Identify_is_answered_for_the_missing_too()
    {
        var top = await NewTree();
        var found = await Within(System.ActorSelection("/user/top").Ask<ActorIdentity>(new Identify(1), Deadline));
        Assert.Equal((1, top), ((int)found.MessageId, found.Subject));
        var missing = await Within(System.ActorSelection("/user/nobody").Ask<ActorIdentity>(new Identify(2), Deadline));
        Assert.Equal(2, missing.MessageId);
        Assert.Null(missing.Subject);
        Assert.Equal(top, (await Within(top.Ask<ActorIdentity>(new Identify(3), Deadline))).Subject);
    }

    [Fact]
    public async Task A_message_to_a_missing_actor_is_a_dead_letter_of_its_path()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(DeadLetter));
        System.ActorSelection("/user/nobody/there").Tell("lost", ActorRefs.NoSender);
        var letter = await probe.Next<DeadLetter>();
        Assert.Equal("lost", letter.Message);
        Assert.Equal("/user/nobody/there", letter.Recipient.Path.ToStringWithoutAddress());
    }

    [Fact]
    public async Task A_reference_is_found_again_by_its_path_and_incarnation()
    {
        var provider = ((ExtendedActorSystem)System).Provider;
        var top = await NewTree();
        Assert.Equal(top, provider.ResolveActorRef(top.Path.ToSerializationFormat()));
        Assert.Equal(top, provider.ResolveActorRef(top.Path.ToString()));
        await Within(top.GracefulStop(Deadline));
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(DeadLetter));
        provider.ResolveActorRef(top.Path.ToSerializationFormat()).Tell("late", ActorRefs.NoSender);
        Assert.Equal("late", (await probe.Next<DeadLetter>()).Message);
    }

    [Fact]
    public void Selections_compare_by_their_way()
    {
        Assert.Equal(System.ActorSelection("/user/a"), System.ActorSelection("/user/a"));
        Assert.NotEqual(System.ActorSelection("/user/a"), System.ActorSelection("/user/b"));
        Assert.Equal("/user/a/*", System.ActorSelection("/user/a/*").PathString);
    }

    private Probe Answers => field ??= NewProbe("answers");

    private async Task<IActorRef> NewTree()
    {
        var top = System.ActorOf(Props.Create<Top>(), "top");
        await Within(top.Ask<ActorIdentity>(new Identify(0), Deadline));
        return top;
    }

    private sealed class Top : ReceiveActor
    {
        public Top()
        {
            foreach (var name in new[] { "a", "b", "bb" }) Context.ActorOf(Scripted.Props((_, context) => context.Sender.Tell(context.Self.Path.Name)), name);
            Receive<string>(path => Context.ActorSelection(path).Tell("who", Sender));
        }
    }
}
