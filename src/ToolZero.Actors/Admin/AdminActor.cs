using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Coordinator;
using static ToolZero.Actors.Admin.AdminProtocol;
using static ToolZero.Actors.Admin.CollectorProtocol;

namespace ToolZero.Actors.Admin;

/// <summary>
/// Serves operators: lets in what is signed, writes down what changes something before it is carried out and when it has ended, and replies when
/// a command is in force, refused, or at its deadline. Work is done by tasks and children, so it is never busy itself.
/// </summary>
public sealed class AdminActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan FlushPeriod = TimeSpan.FromSeconds(10);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly AdminServices _services;
    private readonly Operations _operations;
    private readonly IActorRef _audit;
    private readonly IActorRef _collector;
    private AdminGate _gate;
    private AdminTickets _tickets = new();
    private DenialMeter _denials = new();

    /// <param name="services">What it works with.</param>
    /// <param name="run">Passes on to the coordinator.</param>
    public AdminActor(AdminServices services, ICanTell run)
    {
        (_services, _operations, _gate) = (services, new Operations(services, run), new AdminGate(services.Secret, AdminChallenges.Create()));
        _audit = Context.ActorOf(AuditActor.Props(services.OpenAudit), "audit");
        _collector = Context.ActorOf(CollectorActor.Props(services, run), "collector");
        Receive<Hello>(_ => Sender.Tell(new Challenge(_gate.Challenges.Issue(Now))));
        Receive<SignedCommand>(OnCommand);
        Receive<Begin>(begin => Carry(begin.Request));
        Receive<AuditActor.NotWritten>(fault => Finish(fault.Request, new OperatorReply.Refused($"it cannot be written to the audit trail: {fault.Reason}")));
        Receive<AuditActor.Lines>(OnAudit);
        Receive<WaitsFor>(waits =>
        {
            if (_tickets.Find(waits.Request) is { } ticket) _tickets = _tickets.With(ticket with { WaitsFor = waits.What });
        });
        Receive<Collected>(OnCollected);
        Receive<Carried>(carried => Finish(carried.Request, carried.Reply));
        Receive<Deadline>(deadline => OnDeadline(deadline.Request));
        Receive<CoordinatorProtocol.CoordinatorStarted>(_ => OnCoordinatorStarted());
        Receive<Flush>(_ =>
        {
            (_denials, var count) = _denials.Flush(Now);
            if (count > 0) Deny("", "", $"{count} more requests were denied");
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    public static Props Props(AdminServices services, ICanTell run) => Akka.Actor.Props.Create(() => new AdminActor(services, run));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(CoordinatorProtocol.CoordinatorStarted));
        Timers.StartPeriodicTimer(nameof(Flush), Flush.Instance, FlushPeriod);
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        base.PostStop();
    }

    private void OnCommand(SignedCommand command)
    {
        var address = Sender.Path.Address is { Host: { } host, Port: var port } ? $"{host}:{port}" : "local";
        (_gate, var admission) = _gate.Admit(command, Now);
        if (admission is Admission.Denied denied)
        {
            Sender.Tell(new Denied(Bounded(command.Id), denied.Kind, denied.Reason));
            if (denied.Kind == DenialKind.StaleChallenge) return;
            (_denials, var write) = _denials.Denied(Now);
            if (write) Deny(Bounded(command.Operator), address, denied.Reason);
            return;
        }

        var request = ((Admission.Accepted)admission).Request;
        var name = Guid.NewGuid().ToString("N");
        switch (AdminVerbs.Read(request.Words))
        {
            case AdminReading.Fault fault:
                Write(new AuditLine(Now, name, command.Operator, address, string.Join(' ', request.Words), AuditOutcome.Refused, Detail: fault.Problem));
                Reply(Sender, command.Id, new OperatorReply.Refused(fault.Problem, fault.DidYouMean));
                break;
            case AdminReading.Command { Value.IsQuery: false } when _tickets.AreFull:
                Sender.Tell(new Denied(command.Id, DenialKind.Busy, $"{AdminTickets.MaxCommands} commands are under way: wait for one of them"));
                break;
            case AdminReading.Command known:
                Accept(new AdminTicket(name, command.Id, Sender, command.Operator, address, known.Value, request.Timeout));
                break;
        }
    }

    private void Accept(AdminTicket ticket)
    {
        _tickets = _tickets.With(ticket);
        switch (ticket.Command)
        {
            case OperatorCommand.Audit audit:
                _audit.Tell(new AuditActor.Read(ticket.Request, audit.Count));
                break;
            case { IsQuery: true }:
                _collector.Tell(new Collect(ticket.Request, ticket.Command));
                break;
            default:
                Timers.StartSingleTimer(ticket.Request, new Deadline(ticket.Request), ticket.Timeout);
                Write(ticket.Line(Now), new Begin(ticket.Request));
                break;
        }
    }

    private void Carry(string request)
    {
        if (_tickets.Find(request) is not { } ticket) return;
        _log.Info("{0} of {1}: {2}", ticket.Operator, ticket.Address, ticket.Command.Text);
        var self = Self;
        _operations.Carry(ticket.Command, ticket.Operator, what => self.Tell(new WaitsFor(request, what))).PipeTo(
            Self,
            success: reply => new Carried(request, reply),
            failure: error => new Carried(request, OperatorReply.Of(error.GetBaseException())));
    }

    private void OnAudit(AuditActor.Lines lines) => Finish(
        lines.Request,
        lines.Fault is { } fault ? new OperatorReply.Refused(fault) : new OperatorReply.Answered(new AuditAnswer(lines.Entries, 0, [])));

    /// <summary>An answer for an operator, or what a command that is overdue waits for.</summary>
    private void OnCollected(Collected collected)
    {
        if (_tickets.Find(collected.Request) is not { } ticket) return;
        if (ticket.Command.IsQuery) Finish(collected.Request, collected.Reply);
        else if (collected.Reply is OperatorReply.Answered { Answer: StatusAnswer status }) Overdue(ticket, $"{status.WaitingFor} (the run is {status.Phase})");
    }

    private void OnDeadline(string request)
    {
        if (_tickets.Find(request) is not { Told: false } ticket) return;
        if (ticket.WaitsFor.Length > 0) Overdue(ticket, ticket.WaitsFor);
        else _collector.Tell(new Collect(request, new OperatorCommand.Show(AdminSubject.Status)));
    }

    private void Overdue(AdminTicket ticket, string what)
    {
        var reply = new OperatorReply.Overdue(what);
        _tickets = _tickets.With(ticket with { Told = true });
        Write(ticket.Line(Now, reply));
        Reply(ticket.Client, ticket.Id, reply);
    }

    private void Finish(string request, OperatorReply reply)
    {
        if (_tickets.Find(request) is not { } ticket) return;
        _tickets = _tickets.Without(request);
        Timers.Cancel(request);
        if (!ticket.Command.IsQuery) Write(ticket.Line(Now, reply));
        if (!ticket.Told) Reply(ticket.Client, ticket.Id, reply);
    }

    /// <summary>What an earlier incarnation was told and did not confirm, it will not confirm any more.</summary>
    private void OnCoordinatorStarted()
    {
        foreach (var ticket in _tickets.All.Where(t => !t.Command.IsQuery && t.WaitsFor.Length == 0).ToList())
            Finish(ticket.Request, new OperatorReply.Refused("the coordinator started anew before it confirmed: look at  status  and give the command again"));
    }

    private void Reply(IActorRef client, string id, OperatorReply reply)
    {
        var (manifest, body) = AdminCodec.Write(reply);
        client.Tell(AdminSignature.Reply(_services.Secret, id, manifest, body));
    }

    /// <summary>The name that a denied command claims for itself is nobody's: its line stands alone.</summary>
    private void Deny(string operatorName, string address, string reason) =>
        Write(new AuditLine(Now, Guid.NewGuid().ToString("N"), operatorName, address, "", AuditOutcome.Denied, Detail: reason));

    private void Write(AuditLine line, object? then = null) => _audit.Tell(new AuditActor.Write(line, then));

    private static string Bounded(string text) => text[..Math.Min(text.Length, MaxNameLength)];

    private sealed record Begin(string Request);

    private sealed record WaitsFor(string Request, string What);

    private sealed record Carried(string Request, OperatorReply Reply);

    private sealed record Deadline(string Request);

    private sealed record Flush
    {
        public static Flush Instance { get; } = new();
    }
}
