namespace Akka.Actor;

/// <summary>
/// Timers of one actor, each with a key. Starting a timer ends the one of the same key, and from then on no message of the old one arrives, even if it
/// was already waiting in the mailbox. All end with the actor's incarnation.
/// </summary>
public interface ITimerScheduler
{
    IReadOnlyCollection<object> ActiveTimers { get; }

    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender);

    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender);

    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender);

    bool IsTimerActive(object key);

    void Cancel(object key);

    void CancelAll();
}

/// <summary>Put on an actor class: the runtime sets its timers, before its constructor runs.</summary>
public interface IWithTimers
{
    ITimerScheduler Timers { get; set; }
}
