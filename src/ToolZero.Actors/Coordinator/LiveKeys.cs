using System.Collections.Immutable;
using ToolZero.Actors.Hosting;
using ToolZero.Core.Text;

namespace ToolZero.Actors.Coordinator;

/// <summary>A key that can be changed while the run goes on: checked as in a configuration file, read from and written into the settings in force.</summary>
/// <param name="Path">Its path without <c>toolzero.</c>.</param>
/// <param name="Kind">What it may hold.</param>
/// <param name="Read">Its value.</param>
/// <param name="Write">The settings with another value.</param>
public sealed record LiveKey(string Path, KeyKind Kind, Func<CoordinatorSettings, object> Read, Func<CoordinatorSettings, object, CoordinatorSettings> Write)
{
    public string Text(CoordinatorSettings settings) => Kind.Write(Read(settings));
}

/// <summary>All live keys.</summary>
public static class LiveKeys
{
    /// <summary>The one key outside <c>toolzero</c>: what the actor systems log.</summary>
    public const string LogLevel = "akka.loglevel";

    public static ImmutableArray<LiveKey> All { get; } =
    [
        Live("learner.learning-rate", l => l.LearningRate, (l, v) => l with { LearningRate = (double)v }),
        Live("learner.clip-low", l => l.ClipLow, (l, v) => l with { ClipLow = (double)v }),
        Live("learner.clip-high", l => l.ClipHigh, (l, v) => l with { ClipHigh = (double)v }),
        Known("learner.prompts-per-batch", s => (long)s.Batch, (s, v) => s with { Batch = (int)(long)v }),
        Known("staleness.max-versions", s => (long)s.MaxVersions, (s, v) => s with { MaxVersions = (int)(long)v }),
        Live("rollout.temperature", l => l.Temperature, (l, v) => l with { Temperature = (double)v }),
        Live("reward.schedule.kind", l => l.Schedule.Kind, (l, v) => l with { Schedule = l.Schedule with { Kind = (string)v } }),
        Live("reward.schedule.midpoint", l => OrAuto(l.Schedule.Midpoint), (l, v) => l with { Schedule = l.Schedule with { Midpoint = v as double? } }),
        Live("reward.schedule.kappa", l => OrAuto(l.Schedule.Kappa), (l, v) => l with { Schedule = l.Schedule with { Kappa = v as double? } }),
        Live("reward.schedule.constant", l => l.Schedule.Constant, (l, v) => l with { Schedule = l.Schedule with { Constant = (double)v } }),
        new(
            LogLevel,
            new KeyKind.Choice("DEBUG", "INFO", "WARNING", "ERROR", "OFF"),
            s => s.Live.LogLevel,
            (s, v) => s with { Live = s.Live with { LogLevel = (string)v } }),
    ];

    private static readonly ImmutableDictionary<string, LiveKey> ByPath = All.ToImmutableDictionary(k => k.Path, StringComparer.Ordinal);

    /// <summary>The key, or one line that says why there is no such live key.</summary>
    public static (LiveKey? Key, string Fault) Find(string path)
    {
        var plain = path.StartsWith("toolzero.", StringComparison.Ordinal) ? path["toolzero.".Length..] : path;
        if (ByPath.TryGetValue(plain, out var key)) return (key, "");
        if (ConfigurationKeys.Find(plain) is not null)
            return (null, $"{plain} cannot be changed while the run goes on; these can: {string.Join(", ", All.Select(k => k.Path))}");
        if (plain.Length > 200) plain = plain[..200];
        return (null, $"unknown key {plain}, did you mean {All.Select(k => k.Path).MinBy(known => Nearest.Edits(plain, known))}?");
    }

    /// <summary>The settings after changes, in their order; a key of an earlier release is passed over.</summary>
    public static CoordinatorSettings Apply(this CoordinatorSettings settings, IEnumerable<SettingChange> changes) => changes.Aggregate(
        settings,
        (s, change) => ByPath.TryGetValue(change.Key, out var key) && key.Kind.Read(Plain(change.After)) is { } value ? key.Write(s, value) : s);

    /// <summary>A value as a kind reads it: without the quotation marks that it is written with.</summary>
    public static string Plain(string text) => text is ['"', .., '"'] ? text[1..^1] : text;

    private static object OrAuto(double? value) => value is { } number ? number : Auto.Instance;

    private static LiveKey Known(string path, Func<CoordinatorSettings, object> read, Func<CoordinatorSettings, object, CoordinatorSettings> write) =>
        new(path, ConfigurationKeys.Find(path)!.Kind, read, write);

    private static LiveKey Live(string path, Func<LiveSettings, object> read, Func<LiveSettings, object, LiveSettings> write) =>
        Known(path, s => read(s.Live), (s, v) => s with { Live = write(s.Live, v) });
}
