using System.Collections.Immutable;
using ToolZero.Actors.Admin;
using static ToolZero.Actors.Admin.AdminProtocol;

namespace ToolZero.Actors.Wire.Messages;

/// <summary>Messages between an operator's client and the admin actor. Requests and replies travel as the signed bodies of their envelopes.</summary>
internal static class AdminWire
{
    public static ImmutableArray<WireEntry> Entries { get; } =
    [
        WireEntry.Signal("admin.hello", Hello.Instance),
        WireEntry.Of<Challenge>("admin.challenge", Write, Challenge),
        WireEntry.Of<SignedCommand>("admin.command", Write, SignedCommand),
        WireEntry.Of<SignedReply>("admin.reply", Write, SignedReply),
        WireEntry.Of<Denied>("admin.denied", Write, Denied),
        WireEntry.Of<OperatorRequest>("admin.request", Write, OperatorRequest),
        WireEntry.Of<OperatorReply.Applied>("admin.applied", Write, Applied),
        WireEntry.Of<OperatorReply.Refused>("admin.refused", Write, Refused),
        WireEntry.Of<OperatorReply.Overdue>("admin.overdue", Write, Overdue),
    ];

    private static void Write(ref WireWriter w, Challenge m)
    {
        w.Keys(1);
        w.Bytes(m.Token);
    }

    private static Challenge Challenge(ref WireReader r) => new(r.Bytes());

    private static void Write(ref WireWriter w, SignedCommand m)
    {
        w.Keys(5);
        w.Text(m.Id);
        w.Text(m.Operator);
        w.Bytes(m.Token);
        w.Bytes(m.Body);
        w.Bytes(m.Signature);
    }

    private static SignedCommand SignedCommand(ref WireReader r) => new(r.Text(), r.Text(), r.Bytes(), r.Bytes(), r.Bytes());

    private static void Write(ref WireWriter w, SignedReply m)
    {
        w.Keys(4);
        w.Text(m.Id);
        w.Text(m.Manifest);
        w.Bytes(m.Body);
        w.Bytes(m.Signature);
    }

    private static SignedReply SignedReply(ref WireReader r) => new(r.Text(), r.Text(), r.Bytes(), r.Bytes());

    private static void Write(ref WireWriter w, Denied m)
    {
        w.Keys(3);
        w.Text(m.Id);
        w.Choice(m.Kind);
        w.Text(m.Reason);
    }

    private static Denied Denied(ref WireReader r) => new(r.Text(), r.Choice<DenialKind>(), r.Text());

    private static void Write(ref WireWriter w, OperatorRequest m)
    {
        w.Keys(2);
        w.Texts(m.Words);
        w.Duration(m.Timeout);
    }

    private static OperatorRequest OperatorRequest(ref WireReader r) => new(r.Texts(), r.Duration());

    private static void Write(ref WireWriter w, OperatorReply.Applied m)
    {
        w.Keys(3);
        w.Long(m.Step);
        w.Text(m.Before);
        w.Text(m.After);
    }

    private static OperatorReply.Applied Applied(ref WireReader r) => new(r.Long(), r.Text(), r.Text());

    private static void Write(ref WireWriter w, OperatorReply.Refused m)
    {
        w.Keys(2);
        w.Text(m.Reason);
        w.Text(m.DidYouMean);
    }

    private static OperatorReply.Refused Refused(ref WireReader r) => new(r.Text(), r.Text());

    private static void Write(ref WireWriter w, OperatorReply.Overdue m)
    {
        w.Keys(1);
        w.Text(m.WaitingFor);
    }

    private static OperatorReply.Overdue Overdue(ref WireReader r) => new(r.Text());
}
