using System.Collections.Immutable;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;

namespace ToolZero.Actors.Coordinator;

/// <content>Dynamic sampling (DAPO, Yu et al. 2025, section 3.2): a batch is filled with groups that have something to teach.</content>
internal sealed partial class CoordinatorDraft
{
    /// <summary>
    /// Takes groups of equal rewards out of the run, so that <see cref="Issue"/> has room for others, until as many are replaced as one step
    /// may have: then the batch keeps the rest. A synchronous run decides when all of a round is in: what is issued next, and in which units,
    /// must not depend on who delivers first. An asynchronous one has no order to keep and waits for nothing.
    /// </summary>
    private void ReplaceFlat()
    {
        var left = Settings.MaxReplaced - State.Replaced;
        if (left <= 0 || Book.Flat.IsEmpty || (Settings.MaxVersions == 0 && Book.Pending + Book.Leased.Total > 0)) return;
        ImmutableArray<Core.Rollouts.GroupId> flat = [.. Book.Flat.Take((int)Math.Min(left, Book.Flat.Count))];
        Effects.Add(new Effect.Replace(flat, State.NextStep));
        State = State with { Book = Book.Remove(flat), Lost = State.Lost with { Filtered = State.Lost.Filtered + flat.Length }, Replaced = State.Replaced + flat.Length };
    }
}
