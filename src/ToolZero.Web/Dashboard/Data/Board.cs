using System.Collections.Immutable;
using ToolZero.Actors.Admin;
using static ToolZero.Actors.Weights.Tree.WeightsTreeProtocol;

namespace ToolZero.Web.Dashboard.Data;

/// <summary>Something that happened in the run, as one line.</summary>
/// <param name="Kind">Such as node, worker, checkpoint.</param>
/// <param name="Text">What.</param>
/// <param name="IsBad">Somebody should look at it.</param>
public sealed record Happening(string Kind, string Text, bool IsBad);

/// <summary>All that the page shows, at one moment. What nobody has said yet is null.</summary>
/// <param name="At">When it was put together.</param>
/// <param name="Problem">Why it is older than it should be; "" while it is not.</param>
public sealed record Board(DateTimeOffset At, string Problem)
{
    public static Board Empty { get; } = new(DateTimeOffset.MinValue, "the run has not answered yet");

    public StatusAnswer? Status { get; init; }

    public NodesAnswer? Nodes { get; init; }

    public WorkersAnswer? Workers { get; init; }

    public RolloutsAnswer? Rollouts { get; init; }

    public LedgerAnswer? Ledger { get; init; }

    public SamplesAnswer? Samples { get; init; }

    public QuarantineAnswer? Quarantine { get; init; }

    public AuditAnswer? Audit { get; init; }

    public WeightsView? Weights { get; init; }

    /// <summary>The whole run, in points of several steps when it is long.</summary>
    public CurveView All { get; init; } = CurveView.Empty;

    /// <summary>The newest steps one by one.</summary>
    public CurveView Recent { get; init; } = CurveView.Empty;

    /// <summary>The largest part of the newest step's time.</summary>
    public string Bottleneck { get; init; } = "";

    /// <summary>Newest first.</summary>
    public ImmutableArray<Happening> Happenings { get; init; } = [];

    /// <summary>The board with this answer in it.</summary>
    public Board With(AdminAnswer answer) => answer switch
    {
        StatusAnswer a => this with { Status = a },
        NodesAnswer a => this with { Nodes = a },
        WorkersAnswer a => this with { Workers = a },
        RolloutsAnswer a => this with { Rollouts = a },
        LedgerAnswer a => this with { Ledger = a },
        SamplesAnswer a => this with { Samples = a },
        QuarantineAnswer a => this with { Quarantine = a },
        AuditAnswer a => this with { Audit = a },
        _ => this,
    };
}
