using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Tokenization;

namespace ToolZero.Actors.Supervised;

/// <summary>
/// Reference answers as batches of the policy trainer: groups of one sample whose total is 1, so that the plain policy gradient of them is the gradient of their
/// log-likelihood. Pure: a step is the same batch in every process.
/// </summary>
/// <param name="Tasks">What is trained on.</param>
/// <param name="Order">In which order.</param>
/// <param name="Size">References of one step.</param>
/// <param name="Tokenizer">Of the policy.</param>
/// <param name="Prompt">Renders a task.</param>
/// <param name="Rule">Judges the references, for the logged parts.</param>
/// <param name="EndId">Id that ends a completion.</param>
public sealed record SupervisedBatches(
    ImmutableArray<ToolTask> Tasks, PromptOrder Order, int Size, TextTokenizer Tokenizer, IPromptFormat Prompt, IReward Rule, int EndId)
{
    private const string Worker = "reference";

    /// <summary>The batch of a step, with the learning rate it is given.</summary>
    public TrainingBatch At(long step, double learningRate) => new(
        step, 1, learningRate, [.. Enumerable.Range(0, Size).Select(i => Group(step * Size + i))]);

    private ScoredGroup Group(long cursor)
    {
        var task = Tasks[Order.TaskAt(cursor)];
        var text = ReferenceCompletion.Of(task, Prompt.Calls);
        ImmutableArray<int> tokens = [.. Tokenizer.Encode(text), EndId];
        var trajectory = new Trajectory(
            tokens,
            [.. Enumerable.Repeat(0f, tokens.Length)],
            [.. Enumerable.Repeat(true, tokens.Length)],
            [.. Enumerable.Repeat(new PolicyVersion(cursor / Size), tokens.Length)],
            StopReason.EndOfSequence,
            text);
        var score = Rule.Score(task, text) with { Base = 1, General = 0, Strict = 0 };
        return new ScoredGroup(new GroupId(cursor), 1, task.Id, task.Category, [.. Tokenizer.Encode(Prompt.Render(task))], [new ScoredTrajectory(trajectory, score)], Worker);
    }
}
