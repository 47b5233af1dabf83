using System.Collections.Immutable;

namespace ToolZero.Actors.Reward;

/// <summary>A group in the pool: its number there and the attempts begun.</summary>
public sealed record RewardJob(long Number, int Attempt);

/// <summary>What the pool has to do.</summary>
public abstract record RewardEffect
{
    private RewardEffect()
    {
    }

    public sealed record Begin(int Worker, RewardJob Job) : RewardEffect;

    /// <summary>The worker hangs: put a new one in its place.</summary>
    public sealed record Replace(int Worker) : RewardEffect;

    public sealed record Fail(long Job, ScoringFailure Kind, string Reason) : RewardEffect;

    public sealed record Reply(long Job) : RewardEffect;
}

/// <summary>Queue, attempts and workers of the reward pool; pure.</summary>
public sealed record RewardState(RewardPoolSettings Settings)
{
    public ImmutableQueue<RewardJob> Queue { get; init; } = [];

    public int Queued { get; init; }

    /// <summary>Worker -> the job it does; a worker without an entry is idle.</summary>
    public ImmutableSortedDictionary<int, RewardJob> Busy { get; init; } = ImmutableSortedDictionary<int, RewardJob>.Empty;

    public int Abandoned { get; init; }

    public (RewardState State, ImmutableArray<RewardEffect> Effects) Submit(long number) =>
        Queued >= Settings.MaxQueued
            ? (this, [new RewardEffect.Fail(number, ScoringFailure.Overloaded, $"{Queued} groups wait for the reward pool already")])
            : (this with { Queue = Queue.Enqueue(new RewardJob(number, 1)), Queued = Queued + 1 }).Begin([]);

    /// <summary>So many side by side from now on; what surplus workers are at, they finish.</summary>
    public (RewardState State, ImmutableArray<RewardEffect> Effects) Resize(int workers) => (this with { Settings = Settings with { Workers = workers } }).Begin([]);

    /// <summary>The worker returned scores for this attempt; anything late is ignored.</summary>
    public (RewardState State, ImmutableArray<RewardEffect> Effects) Scored(int worker, RewardJob job) =>
        Busy.GetValueOrDefault(worker) == job
            ? (this with { Busy = Busy.Remove(worker) }).Begin([new RewardEffect.Reply(job.Number)])
            : (this, []);

    public (RewardState State, ImmutableArray<RewardEffect> Effects) Threw(int worker, RewardJob job, string reason) =>
        Busy.GetValueOrDefault(worker) == job
            ? (this with { Busy = Busy.Remove(worker) }).Again(job, ScoringFailure.Error, reason, [])
            : (this, []);

    public (RewardState State, ImmutableArray<RewardEffect> Effects) TimedOut(int worker, RewardJob job) =>
        Busy.GetValueOrDefault(worker) == job
            ? (this with { Busy = Busy.Remove(worker), Abandoned = Abandoned + 1 }).Again(
                job, ScoringFailure.Timeout, $"the reward rule did not return within {Settings.Deadline}", [new RewardEffect.Replace(worker)])
            : (this, []);

    private (RewardState State, ImmutableArray<RewardEffect> Effects) Again(
        RewardJob job, ScoringFailure kind, string reason, ImmutableArray<RewardEffect> effects) =>
        job.Attempt >= Settings.MaxAttempts
            ? Begin(effects.Add(new RewardEffect.Fail(job.Number, kind, $"{reason} ({job.Attempt} attempts)")))
            : (this with { Queue = Queue.Enqueue(job with { Attempt = job.Attempt + 1 }), Queued = Queued + 1 }).Begin(effects);

    private (RewardState State, ImmutableArray<RewardEffect> Effects) Begin(ImmutableArray<RewardEffect> effects)
    {
        var state = this;
        while (!state.Queue.IsEmpty && state.Idle() is { } worker)
        {
            var queue = state.Queue.Dequeue(out var job);
            state = state with { Queue = queue, Queued = state.Queued - 1, Busy = state.Busy.Add(worker, job) };
            effects = effects.Add(new RewardEffect.Begin(worker, job));
        }

        return (state, effects);
    }

    private int? Idle()
    {
        for (var worker = 0; worker < Settings.Workers; worker++)
            if (!Busy.ContainsKey(worker)) return worker;
        return null;
    }
}
