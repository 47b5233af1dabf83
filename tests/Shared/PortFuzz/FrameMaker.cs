using System.Text;
using Akka.Actor;
using ToolZero.Actors.Wire;
using ToolZero.Core.Randomness;

namespace ToolZero.Tests.Shared.PortFuzz;

/// <summary>The node whose port is tried, and what can be said to it.</summary>
/// <param name="Node">Its address.</param>
/// <param name="Corpus">Manifests and bytes of sound messages.</param>
/// <param name="Question">Manifest of a message that <paramref name="Asked"/> answers.</param>
/// <param name="Answer">Manifest of its answer.</param>
/// <param name="Asked">Path of the actor that is asked.</param>
internal sealed record FuzzTarget(Address Node, IReadOnlyList<(string Manifest, byte[] Bytes)> Corpus, string Question, string Answer, string Asked)
{
    /// <summary>Paths to which any message may go, also a sound one.</summary>
    public IReadOnlyList<string> Open { get; init; } = ["/user/nobody", "/remote", "/temp/$a"];

    /// <summary>
    /// Paths of actors that work, to which only damaged messages go: who may speak as a node may tell an actor to stop, and it is TLS that decides who may.
    /// </summary>
    public IReadOnlyList<string> Working { get; init; } = [];

    /// <summary>Path of the actor that serves operators, to which also whole messages go, because they are signed; null = there is none.</summary>
    public string? Operators { get; init; }
}

/// <summary>What a broken program, another protocol or an attacker might send to a node's port. Same seed, same frames.</summary>
/// <param name="target">The node under test.</param>
/// <param name="random">Source of all of it.</param>
internal sealed class FrameMaker(FuzzTarget target, RandomStream random)
{
    private static readonly string[] OperatorManifests = ["admin.hello", "admin.command"];

    /// <summary>
    /// Manifests that name types of Akka and .NET. None is a command that Akka obeys, as its Terminate: whoever may speak as a node may stop an
    /// actor, and it is TLS that decides who may.
    /// </summary>
    private static readonly string[] TypeNames =
    [
        "System.Diagnostics.Process, System.Diagnostics.Process", "Akka.Actor.Kill, Akka", "System.Object", "Akka.Dispatch.SysMsg.Failed, Akka",
        "Akka.Remote.DaemonMsgCreate, Akka.Remote", new('x', 5000), "",
    ];

    public string AnswerManifest => target.Answer;

    /// <summary>An address that no node has: the node under test may try to reach it, and nobody listens there.</summary>
    public Address Stranger() => new(target.Node.Protocol, target.Node.System, $"127.{random.Next(1, 5)}.{random.Next(256)}.{random.Next(1, 255)}", random.Next(2, 20));

    /// <summary>Begins a connection as a node would, so that what follows is read as messages.</summary>
    public byte[] Greeting(Address origin) => RemotingFrames.Framed(RemotingFrames.Instruction(1, origin, (ulong)random.Next(int.MaxValue)));

    /// <summary>A sound message that is answered on the same connection: all before it is read when the answer is there.</summary>
    public byte[] Question(Address origin)
    {
        var (manifest, bytes) = target.Corpus.Single(m => m.Manifest == target.Question);
        return RemotingFrames.Framed(Message(target.Node + target.Asked, manifest, WireSeal.Close(manifest, bytes), origin + "/user/asker"));
    }

    /// <summary>A frame that remoting takes apart, with a message that is damaged, foreign or whole: the connection stays.</summary>
    public byte[] Envelope() => RemotingFrames.Framed(random.Next(10) switch
    {
        < 4 => Any(Open(), Asker()),
        < 7 when target.Working.Count > 0 => Damaged(random.Pick(target.Working), Asker()),
        < 8 when target.Operators is { } operators => OfOperator(operators, Asker()),
        < 8 => Any(Open(), Asker()),
        _ => Foreign(Open(), Asker()),
    });

    /// <summary>What is no frame, or no message of the protocol: the other side may hang up.</summary>
    public byte[] Broken() => random.Next(7) switch
    {
        0 => Mutations.Bytes(random.Next(1, 200), random),
        1 => RemotingFrames.WithLength(Mutations.Bytes(random.Next(16), random), random.Pick([-1, int.MinValue, int.MaxValue, 0, 40_000_000, 1_000_000_000])),
        2 => RemotingFrames.Unsealed(Mutations.Bytes(random.Next(300), random)),
        3 => Mutated(RemotingFrames.Instruction(random.Next(8), Stranger(), (ulong)random.Next(1000))),
        4 => Mutated(Any(Open(), Asker())),
        5 => Mutated(Foreign(Open(), Asker())),
        _ => RemotingFrames.Framed(Any(random.Chance(0.5) ? Odd() : Open(), Odd())),
    };

    /// <summary>A whole envelope around one of our messages, damaged or not: damage before the seal is what an attacker sends, damage behind it what a bad line does.</summary>
    private byte[] Any(string recipient, string? sender)
    {
        var (manifest, bytes) = random.Pick(target.Corpus);
        if (random.Chance(0.6)) bytes = Mutations.Of(bytes, random.Pick(target.Corpus).Bytes, random);
        var whole = WireSeal.Close(manifest, bytes);
        if (random.Chance(0.3)) whole = Mutations.Of(whole, random.Pick(target.Corpus).Bytes, random);
        return Message(recipient, manifest, whole, sender);
    }

    /// <summary>One of our messages with a seal that is not its own.</summary>
    private byte[] Damaged(string path, string? sender)
    {
        var (manifest, bytes) = random.Pick(target.Corpus);
        var whole = WireSeal.Close(manifest, bytes);
        whole[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
        return Message(target.Node + path, manifest, whole, sender);
    }

    /// <summary>A command with a signature that is none, to an actor that serves operators.</summary>
    private byte[] OfOperator(string path, string? sender)
    {
        var wanted = random.Pick(OperatorManifests);
        var (manifest, bytes) = target.Corpus.Single(m => m.Manifest == wanted);
        if (random.Chance(0.7)) bytes = Mutations.Of(bytes, bytes, random);
        return Message(target.Node + path, manifest, WireSeal.Close(manifest, bytes), sender);
    }

    private static byte[] Message(string recipient, string manifest, byte[] whole, string? sender) =>
        RemotingFrames.Message(recipient, WireSerializer.FixedIdentifier, Encoding.UTF8.GetBytes(manifest), whole, sender);

    /// <summary>A whole envelope for any serializer, Akka's own too, around bytes that mean nothing.</summary>
    private byte[] Foreign(string recipient, string? sender) => RemotingFrames.Message(
        recipient,
        random.Chance(0.9) ? random.Next(40) : random.Next(int.MaxValue),
        Encoding.UTF8.GetBytes(random.Chance(0.5) ? random.Pick(TypeNames) : random.Pick(target.Corpus).Manifest),
        Mutations.Bytes(random.Next(100), random),
        sender);

    /// <summary>
    /// Without a seal, or with that of the whole frame: Akka.Remote believes what it reads (a large number of a system message takes all memory), so nothing
    /// that is damaged may come so far.
    /// </summary>
    private byte[] Mutated(byte[] body)
    {
        if (random.Chance(0.5)) return RemotingFrames.Unsealed(Mutations.Of(body, body, random));
        var whole = RemotingFrames.Framed(body);
        whole[random.Next(4, whole.Length)] ^= (byte)(1 << random.Next(8));
        return whole;
    }

    private string Open() => target.Node + random.Pick(target.Open);

    private string? Asker() => random.Chance(0.5) ? null : target.Node + "/user/nobody";

    /// <summary>A path that is none, or too much of one.</summary>
    private string Odd() => random.Pick(["", "no path at all", $"{target.Node}", target.Node + "/", target.Node + "/user/a\0b", target.Node + "/user/" + new string('a', 2000), "akka.tcp://" + new string('y', 3000)]);
}
