using System.Text;
using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>The children of the cell.</summary>
public partial class ActorCell
{
    private const string NameAlphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    private readonly ChildrenTable _children = new();
    private long _nextNameNumber = -1;

    internal ChildrenTable ChildrenTable => _children;

    public virtual IActorRef ActorOf(Props props, string name = null) => AttachChild(props, isSystemService: false, name);

    /// <summary>From any thread, for the guardians; an actor's own children are made on its turns.</summary>
    /// <exception cref="InvalidActorNameException">The name is taken or not allowed.</exception>
    public virtual IActorRef AttachChild(Props props, bool isSystemService, string name = null)
    {
        ArgumentNullException.ThrowIfNull(props);
        var childName = name is null ? GeneratedName() : Checked(name);
        _children.Reserve(childName);
        IInternalActorRef child;
        try
        {
            var path = new ChildActorPath(Self.Path, childName, NewUid());
            child = SystemImpl.Provider.ActorOf(SystemImpl, props, Self, path, isSystemService, null, lookupDeploy: true, async: false);
        }
        catch
        {
            _children.Unreserve(childName);
            throw;
        }

        var welcome = _children.Add(childName, child);
        child.Start();

        // The parent was told to end while the child was in the making: the child follows at once.
        if (!welcome) child.Stop();
        return child;
    }

    public void Stop(IActorRef child)
    {
        if (_children.Contains(child)) _children.ShallDie(child);
        ((IInternalActorRef)child).Stop();
    }

    public IActorRef Child(string name) => _children.TryGetByName(name, out var stats) ? stats.Child : Nobody.Instance;

    public IEnumerable<IInternalActorRef> GetChildren() => _children.Snapshot();

    IEnumerable<IActorRef> IActorContext.GetChildren() => _children.Snapshot();

    /// <summary>From any thread; with "#uid" only that incarnation counts.</summary>
    public IInternalActorRef GetSingleChild(string name)
    {
        var (plain, uid) = ActorPath.SplitNameAndUid(name);
        return _children.TryGetByName(plain, out var stats) && (uid == 0 || uid == stats.Uid) ? stats.Child : Nobody.Instance;
    }

    internal static long NewUid() => Random.Shared.NextInt64(1, int.MaxValue);

    internal static string Base64(long number)
    {
        var text = new StringBuilder("$");
        do
        {
            text.Append(NameAlphabet[(int)(number & 63)]);
            number >>= 6;
        }
        while (number != 0);

        return text.ToString();
    }

    /// <summary>Puts a child in place that was made elsewhere: the guardians of the root.</summary>
    internal void Adopt(string name, IInternalActorRef child)
    {
        _children.Reserve(name);
        _children.Add(name, child);
    }

    private static string Checked(string name)
    {
        if (name.Length == 0) throw new InvalidActorNameException("Actor name must not be empty.");
        if (ActorPath.IsValidPathElement(name)) return name;
        throw new InvalidActorNameException(
            $"Illegal actor name [{name}]. Actor paths MUST: not start with `$`, include only ASCII letters and can only contain these special characters: ${ActorPath.ValidSymbols}.");
    }

    private string GeneratedName() => Base64(Interlocked.Increment(ref _nextNameNumber));
}
