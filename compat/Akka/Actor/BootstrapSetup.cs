using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Configuration and provider of a new system.</summary>
public sealed class BootstrapSetup : Setup.Setup
{
    private BootstrapSetup(Option<Config> config, Option<ProviderSelection> actorRefProvider)
    {
        Config = config;
        ActorRefProvider = actorRefProvider;
    }

    public Option<Config> Config { get; }

    public Option<ProviderSelection> ActorRefProvider { get; }

    public static BootstrapSetup Create() => new(Option<Config>.None, Option<ProviderSelection>.None);

    public BootstrapSetup WithActorRefProvider(ProviderSelection name) => new(Config, name);

    public BootstrapSetup WithConfig(Config config) => new(config, ActorRefProvider);

    public BootstrapSetup WithConfigFallback(Config config) => new(Config.HasValue ? Config.Value.SafeWithFallback(config) : config, ActorRefProvider);
}

/// <summary>Who makes and finds references: this process only, remoting, or a cluster (<c>akka.actor.provider</c>).</summary>
public abstract class ProviderSelection
{
    private const string ClusterProvider = "Akka.Cluster.ClusterActorRefProvider, Akka.Cluster";

    private ProviderSelection(string fqn, bool hasCluster)
    {
        Fqn = fqn;
        HasCluster = hasCluster;
    }

    internal string Fqn { get; }

    internal bool HasCluster { get; }

    internal static ProviderSelection GetProvider(string name) => name switch
    {
        "local" => Local.Instance,
        "remote" => Remote.Instance,
        "cluster" => Cluster.Instance,
        null or "" => throw new ConfigurationException("akka.actor.provider is missing: local, remote, cluster or a class name."),
        _ => new Custom(name, hasCluster: name == ClusterProvider),
    };

    public sealed class Local : ProviderSelection
    {
        public static readonly Local Instance = new();

        private Local()
            : base("Akka.Actor.LocalActorRefProvider", false)
        {
        }
    }

    public sealed class Remote : ProviderSelection
    {
        public static readonly Remote Instance = new();

        private Remote()
            : base("Akka.Remote.RemoteActorRefProvider, Akka.Remote", false)
        {
        }
    }

    public sealed class Cluster : ProviderSelection
    {
        public static readonly Cluster Instance = new();

        private Cluster()
            : base(ClusterProvider, true)
        {
        }
    }

    public sealed class Custom(string fqn, string identifier = null, bool hasCluster = false) : ProviderSelection(fqn, hasCluster)
    {
        public override string ToString() => identifier ?? Fqn;
    }
}
