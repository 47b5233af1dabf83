using System.Collections.Immutable;

namespace ToolZero.Actors.Admin;

/// <summary>What somebody said last, and when he was asked since.</summary>
internal sealed record Source(object? Value, DateTimeOffset At, DateTimeOffset? Asked)
{
    public static Source Unknown { get; } = new(null, DateTimeOffset.MinValue, null);
}

/// <summary>
/// Everybody who is asked for parts of answers, by name. Nobody is asked twice at a time or more often than answers grow old, so that a thousand
/// operators cost those who work no more than one. Pure.
/// </summary>
internal sealed record Sources(AdminServices Settings)
{
    private ImmutableDictionary<string, Source> Known { get; init; } = ImmutableDictionary<string, Source>.Empty;

    private Source this[string name] => Known.GetValueOrDefault(name, Source.Unknown);

    /// <summary>The newest answer; null when there is none.</summary>
    public T? Value<T>(string name)
        where T : class => this[name].Value as T;

    /// <summary>Age of the newest answer.</summary>
    public TimeSpan Age(string name, DateTimeOffset now) => this[name].Value is null ? TimeSpan.Zero : now - this[name].At;

    /// <summary>Somebody's answer is wanted: true when he has to be asked.</summary>
    public (Sources Next, bool Ask) Want(string name, DateTimeOffset now)
    {
        var source = this[name];
        if (IsFresh(source, now) || (source.Asked is { } asked && now - asked < Settings.Longest)) return (this, false);
        return (this with { Known = Known.SetItem(name, source with { Asked = now }) }, true);
    }

    public Sources Answered(string name, object value, DateTimeOffset now) => this with { Known = Known.SetItem(name, new Source(value, now, null)) };

    /// <summary>Forgets who is not among these.</summary>
    public Sources Keep(Func<string, bool> stays) => this with { Known = Known.RemoveRange(Known.Keys.Where(k => !stays(k))) };

    /// <summary>True when a query that came then need not wait for him any longer.</summary>
    public bool IsReady(string name, DateTimeOffset came, DateTimeOffset now)
    {
        var source = this[name];
        if (source.Value is not null && source.At >= came - Settings.Fresh) return true;
        var waited = now - came;
        return waited >= Settings.Longest || (waited >= Settings.Patience && source.Value is not null && now - source.At <= Settings.Stale);
    }

    /// <summary>True when his answer is missing or too old to stand for the present.</summary>
    public bool IsMissing(string name, DateTimeOffset now) => this[name].Value is null || now - this[name].At > Settings.Stale;

    private bool IsFresh(Source source, DateTimeOffset now) => source.Value is not null && now - source.At <= Settings.Fresh;
}
