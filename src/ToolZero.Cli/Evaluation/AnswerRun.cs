using System.Collections.Immutable;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Rollout;
using ToolZero.Core.Data;
using ToolZero.Core.Evaluation.Python;
using ToolZero.Core.Evaluation.Results;
using ToolZero.Core.Formats;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Weights;

namespace ToolZero.Cli.Evaluation;

/// <summary>A task that is due, and the file of the store that its answer belongs to.</summary>
internal sealed record Asked(ToolTask Task, string File);

/// <summary>Lets a model answer the tasks that a store has no answer to, line by line as the answers come.</summary>
/// <param name="engine">How it answers.</param>
/// <param name="threads">Engines side by side.</param>
/// <param name="store">Where the answers go.</param>
/// <param name="result">What is stored of a completion.</param>
internal sealed class AnswerRun(ModelEngineSettings engine, int threads, ResultStore store, Func<string, CompletionReading, PyValue> result)
{
    /// <summary>Answers what is missing. A prompt beyond the model's positions is recorded as such.</summary>
    /// <param name="weights">Only read.</param>
    /// <param name="tasks">All tasks; answered ones are left out.</param>
    /// <param name="answered">Called after each answer that is stored.</param>
    /// <param name="cancellation">Ends between two tokens; what is stored stays.</param>
    public async Task Answer(DecoderWeights weights, IEnumerable<Asked> tasks, Action answered, CancellationToken cancellation)
    {
        var runner = new CompletionRunner(engine, threads);
        var prompts = tasks.Where(t => !store.Has(t.Task.Id)).Select(t => (Asked: t, Ids: engine.Tokenizer.Encode(engine.Prompt.Render(t.Task)).ToImmutableArray())).ToList();
        foreach (var (asked, ids) in prompts.Where(p => !runner.Fits(p.Ids)))
        {
            var failure = $"the prompt of {ids.Length} tokens exceeds the model's {engine.Config.MaxPositions} positions";
            Store(asked, new ResultRow(asked.Task.Id, PyValue.Text.Empty, failure), [Count("input_token_count", ids.Length)]);
            answered();
        }

        prompts.RemoveAll(p => !runner.Fits(p.Ids));
        await runner.Run(
            weights,
            [.. prompts.Select(p => p.Ids)],
            (index, completion) =>
            {
                var (asked, ids) = prompts[index];
                var reading = engine.Prompt.Calls.Read(completion.Text);
                Store(asked, new ResultRow(asked.Task.Id, result(completion.Text, reading)), Details(ids.Length, completion, reading));
                answered();
            },
            cancellation);
    }

    private void Store(Asked asked, ResultRow row, IEnumerable<KeyValuePair<string, PyValue>> details) =>
        store.Append(asked.File, row.Id, ResultWriter.Line(row, details));

    private static List<KeyValuePair<string, PyValue>> Details(int prompt, Trajectory completion, CompletionReading reading)
    {
        List<KeyValuePair<string, PyValue>> details = [Count("input_token_count", prompt), Count("output_token_count", completion.Tokens.Length)];
        if (completion.Stop == StopReason.Length) details.Add(new("is_cut", new PyValue.Boolean(true)));
        if (reading.Reasoning.Length > 0) details.Add(new("reasoning_content", new PyValue.Text(reading.Reasoning)));
        return details;
    }

    private static KeyValuePair<string, PyValue> Count(string field, int count) => new(field, new PyValue.Integer(count));
}
