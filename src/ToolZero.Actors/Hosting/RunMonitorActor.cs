using Akka.Actor;
using ToolZero.Actors.Coordinator;

namespace ToolZero.Actors.Hosting;

/// <summary>Hands the run's events to its starter and notices the end.</summary>
internal sealed class RunMonitorActor : ReceiveActor
{
    public RunMonitorActor(Action<RunEvent> onEvent, TaskCompletionSource<RunOutcome> outcome)
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

            if (runEvent is RunEvent.PhaseChanged { Phase: RunPhase.Finished or RunPhase.Stopped or RunPhase.Failed } end)
                outcome.TrySetResult(new RunOutcome(end.Phase, end.Reason, end.IsDataFault));
        });
    }

    public static Props Props(Action<RunEvent> onEvent, TaskCompletionSource<RunOutcome> outcome) =>
        Akka.Actor.Props.Create(() => new RunMonitorActor(onEvent, outcome));
}
