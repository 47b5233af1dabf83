using System.Collections.Immutable;

namespace ToolZero.Actors.Reward;

/// <summary>A group on its way to a pool.</summary>
/// <param name="Number">Its number at this router.</param>
/// <param name="Pool">The pool that has it; null = it waits for one.</param>
/// <param name="Tries">Times it was sent.</param>
/// <param name="Refusals">Pools that said they cannot, or were late twice.</param>
/// <param name="Last">Why the last try failed.</param>
public sealed record RoutedJob(long Number, string? Pool, int Tries, ImmutableHashSet<string> Refusals, (ScoringFailure Kind, string Reason) Last)
{
    /// <summary>Pools that were late once. That may have been a pause of the machine: they are asked again, after the others.</summary>
    public ImmutableHashSet<string> Late { get; init; } = [];

    /// <summary>The job after its pool came back as another process, or may do so: what that one refused, the next may take.</summary>
    public RoutedJob Forgive(string pool) => this with { Refusals = Refusals.Remove(pool), Late = Late.Remove(pool) };
}

/// <summary>What the router has to do.</summary>
public abstract record RoutingEffect
{
    private RoutingEffect()
    {
    }

    /// <summary>Send the job to the pool; the answer carries the try.</summary>
    public sealed record Send(long Job, string Pool, int Try) : RoutingEffect;

    public sealed record Fail(long Job, ScoringFailure Kind, string Reason) : RoutingEffect;
}

/// <summary>Which pool of the cluster scores which group; pure. A failure is told only when nobody can.</summary>
/// <param name="MaxTries">Times that a group is sent before it is given up.</param>
public sealed record RewardRoutingState(int MaxTries)
{
    /// <summary>Pools by address.</summary>
    public ImmutableSortedSet<string> Pools { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<long, RoutedJob> Jobs { get; init; } = ImmutableSortedDictionary<long, RoutedJob>.Empty;

    public (RewardRoutingState State, ImmutableArray<RoutingEffect> Effects) Joined(string pool) =>
        Pools.Contains(pool) ? (this, []) : (this with { Pools = Pools.Add(pool) }).Route([]);

    /// <summary>The pool died, or cannot be reached: what it had goes to others.</summary>
    public (RewardRoutingState State, ImmutableArray<RoutingEffect> Effects) Gone(string pool)
    {
        if (!Pools.Contains(pool)) return (this, []);
        var lost = Jobs.Values.Where(j => j.Pool == pool)
            .Select(j => KeyValuePair.Create(j.Number, j with { Pool = null, Last = (ScoringFailure.Unavailable, $"the reward pool {pool} went away") }));
        var jobs = Jobs.SetItems(lost);
        jobs = jobs.SetItems(jobs.Values.Where(j => j.Refusals.Contains(pool) || j.Late.Contains(pool)).Select(j => KeyValuePair.Create(j.Number, j.Forgive(pool))));
        return (this with { Pools = Pools.Remove(pool), Jobs = jobs }).Route([]);
    }

    public (RewardRoutingState State, ImmutableArray<RoutingEffect> Effects) Submit(long number) =>
        (this with { Jobs = Jobs.Add(number, new RoutedJob(number, null, 0, [], (ScoringFailure.Unavailable, "no reward pool is in the cluster"))) }).Route([]);

    /// <summary>The pool scored it.</summary>
    public (RewardRoutingState State, bool IsCurrent) Scored(long number, int attempt) =>
        IsCurrent(number, attempt) ? (this with { Jobs = Jobs.Remove(number) }, true) : (this, false);

    /// <summary>The pool said that it cannot, after attempts of its own.</summary>
    public (RewardRoutingState State, ImmutableArray<RoutingEffect> Effects) Refused(long number, int attempt, ScoringFailure kind, string reason)
    {
        if (!IsCurrent(number, attempt)) return (this, []);
        var job = Jobs[number];
        job = job with { Pool = null, Refusals = job.Refusals.Add(job.Pool!), Last = (kind, reason) };
        return (this with { Jobs = Jobs.SetItem(number, job) }).Route([]);
    }

    /// <summary>The pool did not answer in time.</summary>
    public (RewardRoutingState State, ImmutableArray<RoutingEffect> Effects) Late(long number, int attempt)
    {
        if (!IsCurrent(number, attempt)) return (this, []);
        var (job, reason) = (Jobs[number], $"the reward pool {Jobs[number].Pool} did not answer in time");
        if (job.Late.Contains(job.Pool!)) return Refused(number, attempt, ScoringFailure.Timeout, reason);
        job = job with { Pool = null, Late = job.Late.Add(job.Pool!), Last = (ScoringFailure.Timeout, reason) };
        return (this with { Jobs = Jobs.SetItem(number, job) }).Route([]);
    }

    /// <summary>The asker's patience is over.</summary>
    public (RewardRoutingState State, ImmutableArray<RoutingEffect> Effects) Expired(long number) =>
        Jobs.TryGetValue(number, out var job) ? (this with { Jobs = Jobs.Remove(number) }, [new RoutingEffect.Fail(number, job.Last.Kind, job.Last.Reason)]) : (this, []);

    private bool IsCurrent(long number, int attempt) => Jobs.TryGetValue(number, out var job) && job.Pool is not null && job.Tries == attempt;

    /// <summary>Waiting jobs to the least busy pool that did not refuse them, first among those that were not late; one that all refused, or that was sent too often, fails.</summary>
    private (RewardRoutingState State, ImmutableArray<RoutingEffect> Effects) Route(ImmutableArray<RoutingEffect> effects)
    {
        var jobs = Jobs;
        var load = Pools.ToDictionary(p => p, p => jobs.Values.Count(j => j.Pool == p), StringComparer.Ordinal);
        foreach (var job in Jobs.Values.Where(j => j.Pool is null))
        {
            if (job.Tries >= MaxTries || (!Pools.IsEmpty && Pools.All(job.Refusals.Contains)))
            {
                jobs = jobs.Remove(job.Number);
                effects = effects.Add(new RoutingEffect.Fail(job.Number, job.Last.Kind, job.Last.Reason));
                continue;
            }

            if (Pools.Where(p => !job.Refusals.Contains(p)).MinBy(p => (job.Late.Contains(p), load[p])) is not { } pool) continue;
            load[pool]++;
            jobs = jobs.SetItem(job.Number, job with { Pool = pool, Tries = job.Tries + 1 });
            effects = effects.Add(new RoutingEffect.Send(job.Number, pool, job.Tries + 1));
        }

        return (this with { Jobs = jobs }, effects);
    }
}
