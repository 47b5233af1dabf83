namespace Akka.Actor.Internal;

/// <summary>An actor that finishes its construction once its constructors have run.</summary>
public interface IInitializableActor
{
    void Init();
}
