using Akka.Configuration;

namespace Akka.Actor;

/// <summary>Where and how an actor runs, from code or from <c>akka.actor.deployment</c>.</summary>
public class Deploy : IEquatable<Deploy>
{
    public static readonly string NoDispatcherGiven = string.Empty;
    public static readonly string NoMailboxGiven = string.Empty;
    public static readonly Deploy None = new();

    public Deploy()
        : this(string.Empty, NoDispatcherGiven, NoMailboxGiven, Config.Empty)
    {
    }

    private Deploy(string path, string dispatcher, string mailbox, Config config)
    {
        Path = path;
        Dispatcher = dispatcher ?? NoDispatcherGiven;
        Mailbox = mailbox ?? NoMailboxGiven;
        Config = config;
    }

    public string Path { get; }

    public Config Config { get; }

    public string Dispatcher { get; }

    public string Mailbox { get; }

    public virtual Deploy WithDispatcher(string dispatcher) => new(Path, dispatcher, Mailbox, Config);

    public virtual Deploy WithMailbox(string mailbox) => new(Path, Dispatcher, mailbox, Config);

    /// <summary>What this one leaves open is taken from the other.</summary>
    public virtual Deploy WithFallback(Deploy other) => new(
        Path,
        Dispatcher == NoDispatcherGiven ? other.Dispatcher : Dispatcher,
        Mailbox == NoMailboxGiven ? other.Mailbox : Mailbox,
        Config.SafeWithFallback(other.Config));

    public bool Equals(Deploy other) => other is not null && Path == other.Path && Dispatcher == other.Dispatcher && Mailbox == other.Mailbox;

    public override bool Equals(object obj) => Equals(obj as Deploy);

    public override int GetHashCode() => HashCode.Combine(Path, Dispatcher, Mailbox);

    internal static Deploy From(string path, Config config) => new(path, config.GetString("dispatcher"), config.GetString("mailbox"), config);
}

/// <summary>The deployments of the configuration: by path below /user, where "*" stands for one name.</summary>
public class Deployer
{
    private readonly (string[] Path, Deploy Deploy)[] _deployments;

    public Deployer(Settings settings)
    {
        var section = settings.Config.GetConfig("akka.actor.deployment");
        _deployments = section.IsNullOrEmpty()
            ? []
            : [.. section.AsEnumerable()
                .Where(static entry => entry.Key.StartsWith('/'))
                .Select(entry => (Split(entry.Key), ParseConfig(entry.Key, section.GetConfig($"\"{entry.Key}\""))))
                .OrderBy(static entry => entry.Item1.Count(static name => name == "*"))];
    }

    /// <summary>The deployment of a path, or null. An exact path wins over one with "*".</summary>
    public Deploy Lookup(ActorPath path)
    {
        if (_deployments.Length == 0 || path.Elements.Count == 0 || path.Elements[0] != "user") return null;
        return Lookup(path.Elements.Skip(1));
    }

    public Deploy Lookup(IEnumerable<string> path)
    {
        string[] names = [.. path];
        return Array.Find(
            _deployments,
            entry => entry.Path.Length == names.Length && entry.Path.Zip(names).All(static pair => pair.First == "*" || pair.First == pair.Second)).Deploy;
    }

    public virtual Deploy ParseConfig(string key, Config config) => Deploy.From(key, config);

    private static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
