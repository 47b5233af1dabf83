using Akka.Actor;

namespace ToolZero.Actors.Hosting;

/// <summary>Hands the run's events to its starter and notices the end.</summary>
internal sealed class RunMonitorActor : ReceiveActor
{
    public RunMonitorActor(Action<RunEvent> onEvent, TaskCompletionSource<RunResult> outcome)
    {
        Receive<RunEvent>(runEvent =>
        {
            try
            {
                onEvent(runEvent);
            }
            catch (Exception error)
            {
                // The starter cannot go on, for example because its disk is full: it hears of it where it waits.
                outcome.TrySetException(error);
                throw;
            }

            if (runEvent is RunEvent.Ended ended) outcome.TrySetResult(ended.Result);
        });
    }

    public static Props Props(Action<RunEvent> onEvent, TaskCompletionSource<RunResult> outcome) =>
        Akka.Actor.Props.Create(() => new RunMonitorActor(onEvent, outcome));
}
