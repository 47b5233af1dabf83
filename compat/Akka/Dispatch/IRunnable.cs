namespace Akka.Dispatch;

/// <summary>A piece of work for a dispatcher's threads.</summary>
public interface IRunnable
{
    void Run();
}

public sealed class ActionRunnable(Action action) : IRunnable
{
    public void Run() => action();
}
