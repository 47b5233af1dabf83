using System.Text;
using Akka.Actor;
using ToolZero.Actors.Tests.Wire.Support;
using ToolZero.Actors.Wire;
using ToolZero.Core.Randomness;

namespace ToolZero.Actors.Tests.Wire.PortFuzz;

/// <summary>What a broken program, another protocol or an attacker might send to a node's port. Same seed, same frames.</summary>
/// <param name="node">Address of the node under test.</param>
/// <param name="random">Source of all of it.</param>
internal sealed class FrameMaker(Address node, RandomStream random)
{
    /// <summary>Manifest of the answer to <see cref="Question"/>.</summary>
    public const string AnswerManifest = "reward.group-scored";

    private static readonly (string Manifest, byte[] Bytes)[] Corpus = [.. WireManifest.Entries.Select(e => (e.Manifest, e.Encode(WireSamples.Golden(e))))];

    /// <summary>
    /// Manifests that name types of Akka and .NET. None is a command that Akka obeys, as its Terminate: whoever may speak as a node may stop an
    /// actor, and it is TLS that decides who may.
    /// </summary>
    private static readonly string[] TypeNames =
    [
        "System.Diagnostics.Process, System.Diagnostics.Process", "Akka.Actor.Kill, Akka", "System.Object", "Akka.Dispatch.SysMsg.Failed, Akka",
        "Akka.Remote.DaemonMsgCreate, Akka.Remote", new('x', 5000), "",
    ];

    /// <summary>An address that no node has: the node under test may try to reach it, and nobody listens there.</summary>
    public Address Stranger() => new(node.Protocol, node.System, $"127.{random.Next(1, 5)}.{random.Next(256)}.{random.Next(1, 255)}", random.Next(2, 20));

    /// <summary>Begins a connection as a node would, so that what follows is read as messages.</summary>
    public byte[] Greeting(Address origin) => RemotingFrames.Framed(RemotingFrames.Instruction(1, origin, (ulong)random.Next(int.MaxValue)));

    /// <summary>A sound message that is answered on the same connection: all before it is read when the answer is there.</summary>
    public byte[] Question(Address origin)
    {
        var (manifest, bytes) = Corpus.Single(m => m.Manifest == "reward.score-group");
        return RemotingFrames.Framed(RemotingFrames.Message(
            node + "/user/scoring", WireSerializer.FixedIdentifier, Encoding.UTF8.GetBytes(manifest), WireSeal.Close(manifest, bytes), origin + "/user/asker"));
    }

    /// <summary>A frame that remoting takes apart, with a message that is damaged, foreign or whole: the connection stays.</summary>
    public byte[] Envelope() => RemotingFrames.Framed(random.Chance(0.7) ? Wire(Known(), Asker()) : Foreign(Known(), Asker()));

    /// <summary>What is no frame, or no message of the protocol: the other side may hang up.</summary>
    public byte[] Broken() => random.Next(7) switch
    {
        0 => Mutations.Bytes(random.Next(1, 200), random),
        1 => RemotingFrames.WithLength(Mutations.Bytes(random.Next(16), random), random.Pick([-1, int.MinValue, int.MaxValue, 0, 40_000_000, 1_000_000_000])),
        2 => RemotingFrames.Framed(Mutations.Bytes(random.Next(300), random)),
        3 => Mutated(RemotingFrames.Instruction(random.Next(8), Stranger(), (ulong)random.Next(1000))),
        4 => Mutated(Wire(Known(), Asker())),
        5 => Mutated(Foreign(Known(), Asker())),
        _ => RemotingFrames.Framed(Wire(random.Chance(0.5) ? Odd() : Known(), Odd())),
    };

    /// <summary>A whole envelope around one of our messages, damaged or not.</summary>
    private byte[] Wire(string recipient, string? sender)
    {
        var (manifest, bytes) = random.Pick(Corpus);
        // Damage before the seal is what an attacker sends, damage behind it what a bad line does.
        if (random.Chance(0.6)) bytes = Mutations.Of(bytes, random.Pick(Corpus).Bytes, random);
        var whole = WireSeal.Close(manifest, bytes);
        if (random.Chance(0.3)) whole = Mutations.Of(whole, random.Pick(Corpus).Bytes, random);
        return RemotingFrames.Message(recipient, WireSerializer.FixedIdentifier, Encoding.UTF8.GetBytes(manifest), whole, sender);
    }

    /// <summary>A whole envelope for any serializer, Akka's own too, around bytes that mean nothing.</summary>
    private byte[] Foreign(string recipient, string? sender) => RemotingFrames.Message(
        recipient,
        random.Chance(0.9) ? random.Next(40) : random.Next(int.MaxValue),
        Encoding.UTF8.GetBytes(random.Chance(0.5) ? random.Pick(TypeNames) : random.Pick(Corpus).Manifest),
        Mutations.Bytes(random.Next(100), random),
        sender);

    private byte[] Mutated(byte[] body) => RemotingFrames.Framed(Mutations.Of(body, body, random));

    private string Known() => node + random.Pick(["/user/scoring", "/user/scoring", "/user/nobody", "/remote", "/temp/$a"]);

    private string? Asker() => random.Chance(0.5) ? null : node + "/user/nobody";

    /// <summary>A path that is none, or too much of one.</summary>
    private string Odd() => random.Pick(["", "no path at all", $"{node}", node + "/", node + "/user/a\0b", node + "/user/" + new string('a', 2000), "akka.tcp://" + new string('y', 3000)]);
}
