using System.Collections.Concurrent;
using System.Diagnostics;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Telemetry;
using ToolZero.Actors.Tests.Support;

namespace ToolZero.Actors.Tests.Telemetry;

/// <summary>Traces of groups, in one process.</summary>
public sealed class TracingSpecs : IDisposable
{
    private static readonly string[] Parts = [Tracing.Lease, Tracing.Generate, Tracing.Score, Tracing.Store, Tracing.Batch, Tracing.Gradient];

    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public TracingSpecs()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Every_group_that_is_trained_has_a_trace_from_its_lease_to_its_gradient()
    {
        using var bench = new RunBench();
        Assert.Equal(RunPhase.Finished, (await bench.Run()).Phase);
        // Other tests of the process may be traced beside this one: there are at least those of this run.
        var whole = _ended.GroupBy(a => a.TraceId).Where(t => Parts.All(p => t.Any(a => a.OperationName == p))).ToList();
        Assert.True(whole.Count >= bench.Ledger.Trained.Sum(b => b.Groups.Length), $"{whole.Count} traces are whole");
        foreach (var trace in whole)
        {
            Activity Part(string name) => trace.First(a => a.OperationName == name);
            Assert.Equal(default, Part(Tracing.Lease).ParentSpanId);
            Assert.Equal(Part(Tracing.Lease).SpanId, Part(Tracing.Generate).ParentSpanId);
            Assert.Equal(Part(Tracing.Generate).SpanId, Part(Tracing.Score).ParentSpanId);
            Assert.Equal(Part(Tracing.Store).SpanId, Part(Tracing.Batch).ParentSpanId);
            Assert.Equal(Part(Tracing.Batch).SpanId, Part(Tracing.Gradient).ParentSpanId);
            Assert.Single(trace.Select(a => a.GetTagItem("toolzero.group")).Distinct());
            Assert.All(trace, a => Assert.True(a.Duration >= TimeSpan.Zero));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no traceparent")]
    public void A_part_without_a_beginning_belongs_to_no_trace(string? parent)
    {
        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal(parent, Tracing.Record(Tracing.Generate, parent, now, now, ("group", 1L)));
    }

    [Fact]
    public void What_was_not_chosen_for_a_trace_stays_so_on_the_way()
    {
        var now = TimeProvider.System.GetUtcNow();
        var parent = Tracing.Record(Tracing.Lease, null, now, now, ("group", 1L));
        var child = Tracing.Record(Tracing.Generate, parent, now, now, ("group", 1L));
        Assert.NotNull(child);
        Assert.Equal(parent!.Split('-')[1], child.Split('-')[1]);
        Assert.NotEqual(parent, child);
    }
}
