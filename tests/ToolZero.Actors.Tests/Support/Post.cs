using Akka.Actor;

namespace ToolZero.Actors.Tests.Support;

/// <summary>The way to somebody who may move: it leads to one, to several or to none, and loses or repeats messages as it is told.</summary>
internal sealed class Post : ICanTell
{
    private volatile ICanTell[] _targets = [];

    /// <summary>How often a message comes through; once, if nothing else is said.</summary>
    public Func<object, int> Copies { get; set; } = _ => 1;

    public void LeadTo(params ICanTell[] targets) => _targets = targets;

    public void Tell(object message, IActorRef sender)
    {
        for (var copies = Copies(message); copies > 0; copies--)
            foreach (var target in _targets) target.Tell(message, sender);
    }
}
