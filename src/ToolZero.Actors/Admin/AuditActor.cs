using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Admin;

/// <summary>Writes and reads the audit trail, so that nobody else waits for the disk.</summary>
internal sealed class AuditActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Func<AuditTrail> _open;
    private AuditTrail? _trail;

    public AuditActor(Func<AuditTrail> open)
    {
        _open = open;
        Receive<Write>(write => Guarded(
            () =>
            {
                _trail!.Append(write.Line);
                if (write.Then is not null) Sender.Tell(write.Then);
            },
            reason =>
            {
                _log.Error("The audit trail lacks a line of {0} by {1}: {2}", write.Line.Command, write.Line.Operator, reason);
                if (write.Then is not null) Sender.Tell(new NotWritten(write.Line.Request, reason));
            }));
        Receive<Read>(read => Guarded(
            () => Sender.Tell(new Lines(read.Request, AuditEntries.Of(_trail!.Newest(AuditEntries.LinesFor(read.Count))), null)),
            reason => Sender.Tell(new Lines(read.Request, [], reason))));
    }

    public static Props Props(Func<AuditTrail> open) => Akka.Actor.Props.Create(() => new AuditActor(open));

    protected override void PostStop()
    {
        _trail?.Dispose();
        base.PostStop();
    }

    /// <summary>A disk that is full now may have room later: the file is opened when it is needed.</summary>
    private void Guarded(Action work, Action<string> failed)
    {
        try
        {
            _trail ??= _open();
            work();
        }
        catch (DataException error)
        {
            failed(error.Message);
        }
    }

    /// <summary>Answered by <paramref name="Then"/> when the line is on disk, by <see cref="NotWritten"/> when it cannot be.</summary>
    internal sealed record Write(AuditLine Line, object? Then);

    internal sealed record NotWritten(string Request, string Reason);

    /// <summary>Answered by <see cref="Lines"/>.</summary>
    internal sealed record Read(string Request, int Count);

    internal sealed record Lines(string Request, ImmutableArray<AuditRow> Entries, string? Fault);
}
