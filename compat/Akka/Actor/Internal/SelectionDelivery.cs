namespace Akka.Actor;

/// <summary>Walks a selection down the local tree, as far as it is local.</summary>
internal static class SelectionDelivery
{
    internal static void Deliver(this IActorRef anchor, IActorRef sender, ActorSelectionMessage selection)
    {
        if (selection.Elements.Length == 0)
        {
            anchor.Tell(selection.Message, sender);
            return;
        }

        var current = (IInternalActorRef)anchor;
        for (var i = 0; i < selection.Elements.Length; i++)
        {
            // Beyond this point another system knows the way.
            if (current is not ActorRefWithCell and not VirtualPathContainer)
            {
                current.Tell(Rest(selection, i, selection.WildCardFanOut), sender);
                return;
            }

            switch (selection.Elements[i])
            {
                case SelectParent:
                    current = current.Parent;
                    break;
                case SelectChildName { Name: var name }:
                    var child = Child(current, name);
                    if (child.IsNobody())
                    {
                        if (!selection.WildCardFanOut) Missing(current, sender, Rest(selection, i, false));
                        return;
                    }

                    current = child;
                    break;
                case SelectChildPattern pattern:
                    FanOut(current, pattern, sender, Rest(selection, i + 1, true));
                    return;
            }
        }

        current.Tell(selection.Message, sender);
    }

    private static ActorSelectionMessage Rest(ActorSelectionMessage selection, int from, bool fanOut) => new(selection.Message, selection.Elements[from..], fanOut);

    private static IInternalActorRef Child(IInternalActorRef parent, string name) => parent is ActorRefWithCell withCell
        ? withCell.GetSingleChild(name)
        : (IInternalActorRef)parent.GetChild([name]);

    private static void FanOut(IInternalActorRef parent, SelectChildPattern pattern, IActorRef sender, ActorSelectionMessage rest)
    {
        if (parent is not ActorRefWithCell withCell) return;
        var fitting = withCell.Children.Where(child => pattern.Fits(child.Path.Name)).ToArray();
        foreach (var child in fitting) child.Deliver(sender, rest);
        if (fitting.Length == 0 && rest.Message is Identify identify) sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
    }

    // Nobody there: an Identify is answered, anything else is a dead letter of the path that was meant.
    private static void Missing(IInternalActorRef parent, IActorRef sender, ActorSelectionMessage rest)
    {
        var provider = parent.Provider;
        var path = parent.Path / rest.Elements.Select(static element => element.ToString());
        var system = (provider.RootGuardian as LocalActorRef)?.Cell.System;
        new EmptyLocalActorRef(provider, path, system?.EventStream).Tell(rest.Message, sender);
    }
}
