using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Hosting;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Hosting;
using ToolZero.Web.Hosting;
using ToolZero.Web.Operators;
using static ToolZero.Actors.Weights.Tree.WeightsTreeProtocol;

namespace ToolZero.Web.Dashboard.Data;

/// <summary>
/// Keeps the board of this node up to date while somebody looks at it: asks the cluster and reads the run folder once for all browsers, and asks
/// nobody while none is open.
/// </summary>
internal sealed class BoardFeed(OperatorDesk desk, WebContext context) : BackgroundService
{
    /// <summary>How old what is shown may be.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Longest that anybody is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What changes slowly, or is large, is asked for every so many periods.</summary>
    private const int SlowPeriods = 3;

    private const string Reader = "the page of this node";

    private static readonly ImmutableArray<ImmutableArray<string>> Always = [["status"], ["rollouts"], ["workers"], ["nodes"], ["ledger"]];

    private static readonly ImmutableArray<ImmutableArray<string>> Slowly = [["samples", "100"], ["quarantine", "list"], ["audit", "100"]];

    private readonly MetricsReader _metrics = new(Path.Combine(context.RunFolder ?? "", "metrics.jsonl"));
    private readonly Happenings _happenings = new(EventJournal.Path(context.RunFolder ?? ""));
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly Lock _lock = new();
    private ImmutableArray<Action> _viewers = [];

    /// <summary>The newest board.</summary>
    public Board Board { get; private set; } = Board.Empty;

    /// <summary>Somebody looks until what he gets is disposed.</summary>
    /// <param name="changed">Called when there is a newer board, on another thread; does not wait and does not fail.</param>
    public IDisposable Watch(Action changed)
    {
        lock (_lock) _viewers = _viewers.Add(changed);
        Hurry();
        return new Viewer(() =>
        {
            lock (_lock) _viewers = _viewers.Remove(changed);
        });
    }

    /// <summary>Something was commanded: the next board is due now.</summary>
    public void Hurry() => _wanted.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var round = 0; !stoppingToken.IsCancellationRequested; round++)
        {
            if (_viewers.IsEmpty) await _wanted.WaitAsync(stoppingToken);
            var isHurried = _wanted.CurrentCount > 0;
            while (await _wanted.WaitAsync(0, stoppingToken))
            {
                // Several who came since are served by one board.
            }

            Board = await Refresh(Board, isHurried || round % SlowPeriods == 0, stoppingToken);
            foreach (var viewer in _viewers) viewer();
            await _wanted.WaitAsync(Period, stoppingToken);
        }
    }

    private async Task<Board> Refresh(Board before, bool isWhole, CancellationToken stop)
    {
        var answers = Task.WhenAll((isWhole ? Always.AddRange(Slowly) : Always).Select(words => desk.Give(Reader, words, Patience, stop)));
        var weights = isWhole ? Weights(stop) : Task.FromResult(before.Weights);
        var files = await Task.Run(Files, stop);
        var results = await answers;
        var problem = results.Select(Problem).Append(files).FirstOrDefault(p => p.Length > 0) ?? "";
        var board = results.OfType<AdminResult.Replied>().Select(r => r.Reply).OfType<OperatorReply.Answered>().Aggregate(before, (b, a) => b.With(a.Answer));
        return board with
        {
            At = problem.Length == 0 ? context.Time.GetUtcNow() : before.At,
            Problem = problem,
            Weights = await weights,
            All = _metrics.All,
            Recent = _metrics.Recent,
            Bottleneck = _metrics.Bottleneck,
            Happenings = _happenings.Newest,
        };
    }

    /// <returns>What is wrong with them; "" when nothing is.</returns>
    private string Files()
    {
        try
        {
            _metrics.Read();
            _happenings.Read();
            return "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"the run folder cannot be read: {error.Message}";
        }
    }

    private async Task<WeightsView?> Weights(CancellationToken stop)
    {
        try
        {
            return await context.System.ActorSelection(AdminEndpoint.Proxy).Ask<WeightsView>(GetWeights.Instance, Period, stop);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private static string Problem(AdminResult result) => result switch
    {
        AdminResult.Replied => "",
        AdminResult.Denied d => d.Reason,
        AdminResult.Unreachable u => u.Reason,
        _ => "the coordinator does not answer: it may be on its way to another node",
    };

    private sealed class Viewer(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
