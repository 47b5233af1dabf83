using ToolZero.Actors.Ledger;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;

namespace ToolZero.Actors.Coordinator;

/// <content>The learner: who is in charge, what it does next, and the end of the run.</content>
internal sealed partial class CoordinatorDraft
{
    /// <summary>A learner that is not at work, but should be, is told again after this time: the message was lost. Twice as long as it takes to say hello.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A learner that stands by is admitted when there has been none for this time: one that died comes back sooner, and knows its weights.</summary>
    private static readonly TimeSpan Vacancy = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The newest learner is in charge: a new incarnation is admitted with a higher epoch, whatever an older one says after that is not listened
    /// to. A learner in charge may be one step ahead, when this coordinator's predecessor died before it heard of the step: then the journalled
    /// batch is sent once more and answered from memory. One that was superseded stands by, and is admitted anew when nobody is in charge.
    /// </summary>
    public void Hear(CoordinatorCommand.LearnerHeard heard)
    {
        var (hello, slot) = (heard.Hello, State.Learner);
        if (hello.Epoch == 0)
        {
            if (slot?.Incarnation != heard.Incarnation) AdmitNew(heard);
            else Effects.Add(new Effect.Admit(State.LearnerEpoch, IsNew: false));
        }
        else if (hello.Epoch != State.LearnerEpoch)
        {
            if (slot?.Incarnation == heard.Incarnation) Effects.Add(new Effect.Admit(State.LearnerEpoch, IsNew: false));
            else if (slot is null && heard.Now - State.VacantSince >= Vacancy) AdmitNew(heard);
            else Effects.Add(new Effect.Supersede(State.LearnerEpoch));
        }
        else if (hello.PolicyEpoch != State.PolicyEpoch)
        {
            State = State with { Learner = Loading(heard) };
            Effects.Add(new Effect.Admit(State.LearnerEpoch, IsNew: false));
        }
        else if (slot?.Incarnation != heard.Incarnation || slot.Work == LearnerWork.Loading || IsForgotten(slot, heard.Now))
        {
            Welcome(heard);
        }
    }

    private void AdmitNew(CoordinatorCommand.LearnerHeard heard)
    {
        State = State with { LearnerEpoch = State.LearnerEpoch + 1, Learner = Loading(heard) };
        Effects.Add(new Effect.Admit(State.LearnerEpoch, IsNew: true));
    }

    public void Trained(long step, DateTimeOffset now)
    {
        // Repeated answers come late: what they answer may have been undone meanwhile.
        if (State.Learner is not { Work: LearnerWork.Training } learner || learner.NextStep != step) return;
        State = State with { Learner = learner with { NextStep = step + 1, Work = LearnerWork.Idle, Since = now } };
        if (State.Outstanding is not { } batch || batch.Step != step) return;
        Effects.Add(new Effect.MarkTrained(batch));
        State = State with { Book = Book.Remove(batch.Groups), Outstanding = null, Version = step + 1, Sizes = State.Sizes.Add(step, batch.Groups.Length) };
    }

    public void Saved(CoordinatorCommand.CheckpointSaved saved)
    {
        if (State.Learner!.Work != LearnerWork.Saving) return;
        var before = CheckpointName;
        State = State with { CheckpointStep = saved.Step, Kept = saved.Kept, Learner = State.Learner with { Work = LearnerWork.Idle, Since = saved.Now } };
        Effects.Add(new Effect.Prune(saved.Step, Settings.KeepPayloads == PayloadRetention.All ? 0 : saved.Kept.Append(saved.Step).Min()));
        foreach (var ticket in State.CheckpointTickets) Answer(ticket, before, CheckpointName, "the checkpoint is written");
        State = State with { CheckpointTickets = [] };
    }

    /// <summary>What is next: orders that wait for a step boundary, then work for an idle learner: a journalled batch, a checkpoint, or a new batch.</summary>
    public void Dispatch(DateTimeOffset now)
    {
        if (State.HasEnded) return;
        ApplyOrders(now);
        if (State.Phase == RunPhase.Running) ReplaceFlat();
        if (State.Phase != RunPhase.Draining) Issue();
        if (State.Learner is not { Work: LearnerWork.Idle } learner) return;
        if (learner.NextStep < State.Version || State.Outstanding is not null)
        {
            Send(learner, now);
            return;
        }

        var ending = State.Phase == RunPhase.Draining || State.Version == Settings.Steps;
        var regular = Settings.CheckpointEvery > 0 && State.Version % Settings.CheckpointEvery == 0;
        if ((ending || regular || !State.CheckpointTickets.IsEmpty) && State.Version > State.CheckpointStep)
        {
            State = State with { Learner = learner with { Work = LearnerWork.Saving, Since = now } };
            Effects.Add(new Effect.SaveCheckpoint(State.Version));
        }
        else if (State.Version == Settings.Steps)
        {
            TakeOut([.. Book.Groups.Keys], GroupState.Filtered, "the run was finished without it");
            End(RunPhase.Finished, $"all {Settings.Steps} steps are trained");
        }
        else if (ending)
        {
            End(RunPhase.Stopped, State.Reason);
        }
        else if (State.Phase == RunPhase.Running && NextBatch() is { } batch)
        {
            State = State with { Outstanding = batch, Book = Book.Batch(batch.Groups), Replaced = 0 };
            Effects.Add(new Effect.Journal(batch));
            Send(learner, now);
        }
    }

    public void End(RunPhase phase, string reason)
    {
        State = State with { Phase = phase, Reason = reason };
        if (phase is RunPhase.Stopped or RunPhase.Finished or RunPhase.Failed) AnswerAll(phase, reason);
        Effects.Add(new Effect.PhaseChanged(phase, reason));
    }

    private static LearnerSlot Loading(CoordinatorCommand.LearnerHeard heard) =>
        new(heard.Learner, heard.Incarnation, heard.Hello.NextStep, LearnerWork.Loading, heard.Now);

    /// <summary>A learner answers between two messages only, so one that says hello is not at work.</summary>
    private static bool IsForgotten(LearnerSlot slot, DateTimeOffset now) => slot.Work != LearnerWork.Idle && now - slot.Since >= Patience;

    private void Welcome(CoordinatorCommand.LearnerHeard heard)
    {
        var hello = heard.Hello;
        State = State with
        {
            Learner = new LearnerSlot(heard.Learner, heard.Incarnation, Math.Min(hello.NextStep, State.Version), LearnerWork.Idle, heard.Now),
            CheckpointStep = hello.CheckpointStep,
            Kept = hello.Kept,
        };
        var known = State.Version + (State.Outstanding is null ? 0 : 1);
        if (hello.NextStep > known)
        {
            End(RunPhase.Failed, $"the learner has {hello.NextStep} steps in its weights, the ledger knows of {known}: they belong to different runs; resume with the ledger and the checkpoints of one run folder");
            return;
        }

        foreach (var (ticket, result) in State.Answers) Effects.Add(new Effect.Answer(ticket, result));
        State = State with { Answers = [] };
    }

    private void Send(LearnerSlot learner, DateTimeOffset now)
    {
        State = State with { Learner = learner with { Work = LearnerWork.Training, Since = now } };
        Effects.Add(new Effect.SendBatch(learner.NextStep, learner.NextStep < State.Version));
    }

    /// <summary>
    /// The B scored groups with the oldest weights, lowest ids first, unless taking them now would leave more behind than the following
    /// steps can train in time: then the batch waits for the groups that are on their way. With η = 0 that means all of them, so the batch
    /// is the next B in order; with η &gt; 0 a slow group is overtaken, but never by too much, and nothing becomes stale.
    /// </summary>
    private OutstandingBatch? NextBatch()
    {
        if (Book.Scored.Total < Settings.Batch) return null;
        if (!Settings.Gate.Trains(Book.Scored.WithoutOldest(Settings.Batch).Add(Book.Leased), State.Version, taken: 1)) return null;
        var oldest = Book.Groups.Values.Where(g => g.Phase == GroupPhase.Scored).OrderBy(g => g.SampledBy).ThenBy(g => g.Id).Take(Settings.Batch);
        return new OutstandingBatch(State.Version, [.. oldest.Select(g => g.Id).Order()]);
    }
}
