using System.Collections.Immutable;
using Akka.Configuration;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Actors.Telemetry;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Clustering;

/// <summary>
/// What a node decides for itself: paths, devices and numbers of workers of its machine, and its actor system. All else it learns from the run.
/// </summary>
public sealed class LocalConfiguration
{
    private static readonly ImmutableArray<string> LocalKeys =
    [
        "run.folder", "model.path", "model.device", "rollout.workers", "reward.workers", "learner.threads",
        "supervision.max-restarts", "supervision.within", "supervision.min-backoff", "supervision.max-backoff", .. TelemetrySettings.Keys,
    ];

    private readonly ImmutableArray<ConfigurationLayer> _layers;

    private LocalConfiguration(ImmutableArray<ConfigurationLayer> layers, RunConfiguration own, Config akka) =>
        (_layers, Supervision, Telemetry, Akka) = (layers, RunSettings.From(own).Supervision, TelemetrySettings.From(own), akka);

    /// <summary>The part for the actor system: toolzero.conf, cluster.conf, the files of the roles, then what the user gave.</summary>
    public Config Akka { get; }

    /// <summary>Restart limits of the node's actors.</summary>
    public SupervisionSettings Supervision { get; }

    /// <summary>What the node tells of itself.</summary>
    public TelemetrySettings Telemetry { get; }

    /// <summary>True for a <c>KEY=VALUE</c> text that a node may decide for itself.</summary>
    public static bool IsLocal(string set)
    {
        var key = set.Split('=')[0].Trim();
        return key.StartsWith("akka.", StringComparison.Ordinal) || LocalKeys.Contains(key.StartsWith("toolzero.", StringComparison.Ordinal) ? key["toolzero.".Length..] : key);
    }

    /// <param name="folder">Where cluster.conf and the files of the roles are.</param>
    /// <param name="roles">Roles of the node.</param>
    /// <param name="file">The user's file; null = none.</param>
    /// <param name="sets"><c>KEY=VALUE</c> texts.</param>
    /// <param name="isCoordinator">The user's <c>toolzero</c> keys are those of the run, which is read elsewhere.</param>
    /// <exception cref="DataException">Everything that is wrong, in one line.</exception>
    public static LocalConfiguration Load(HoconFolder folder, ImmutableArray<string> roles, string? file, ImmutableArray<string> sets, bool isCoordinator)
    {
        ImmutableArray<ConfigurationLayer> shipped =
        [
            ConfigurationLayer.ReadFile(folder.DefaultsFile),
            ConfigurationLayer.ReadFile(folder.ClusterFile),
            .. roles.Select(role => ConfigurationLayer.ReadFile(folder.RoleFile(role))),
        ];
        ImmutableArray<ConfigurationLayer> user =
        [
            .. file is null ? Array.Empty<ConfigurationLayer>() : [ConfigurationLayer.ReadFile(file)],
            ConfigurationLayer.ReadSets(sets),
        ];
        var wrong = shipped.Concat(user).Where(l => !l.Errors.IsEmpty).Select(l => $"{l.Source}: {string.Join("; ", l.Errors)}").ToList();
        if (!isCoordinator) wrong.AddRange(user.SelectMany(l => l.Values.Keys.Except(LocalKeys).Select(k => $"{l.Source}: toolzero.{k} belongs to the run: give it to the coordinator")));
        if (wrong.Count > 0) throw new DataException(string.Join("; ", wrong));
        var akka = shipped.Concat(user).Aggregate(ConfigurationFactory.Empty, (below, layer) => layer.Akka.WithFallback(below));
        ImmutableArray<ConfigurationLayer> local = [.. shipped.Skip(2), .. user.Select(l => l.Only(LocalKeys))];
        return new LocalConfiguration(local, local.Aggregate(RunConfiguration.Load(new ConfigurationSources(), folder), (below, layer) => below.With(layer)), akka);
    }

    /// <summary>The run's settings as this node works by them.</summary>
    /// <exception cref="DataException">The text is no complete configuration.</exception>
    public RunConfiguration Over(string run)
    {
        var configuration = _layers.Aggregate(RunConfiguration.Parse(run, "the run's configuration"), (below, layer) => below.With(layer));
        return ShippedModel.Located(configuration);
    }
}
