using ToolZero.Actors.Hosting;
using ToolZero.Actors.Rollout;
using ToolZero.Core.Calls;
using ToolZero.Core.Charts;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;
using ToolZero.Core.Formats;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;

namespace ToolZero.Cli.Commands;

/// <summary>Shows a task, the answers to it and what they are worth; of an episode every turn and what the environment said.</summary>
internal sealed class AnswerLines(TextWriter to, RunInputs inputs)
{
    public void Write(ToolTask task, SampledGroup group)
    {
        to.WriteLine($"=== {task.Id} ({task.Category}), {group.PromptTokens.Length} prompt tokens");
        to.WriteLine(inputs.Prompt.Render(task));
        to.WriteLine();
        to.WriteLine($"reference  {PythonCallFormatter.Format(task.Reference)}");
        if (group.Lost is { } lost) to.WriteLine($"no answer  {lost}");
        for (var i = 0; i < group.Samples.Length; i++)
        {
            var sample = group.Samples[i];
            var score = inputs.Reward.Score(task, sample.Text);
            to.WriteLine();
            to.WriteLine($"--- answer {i + 1}: {(score.Success ? "right" : "wrong")}, {sample.GeneratedTokens} tokens, {Ending(sample.Stop)}");
            if (inputs.Environments is null) WriteTurn(sample.Text);
            else WriteEpisode(EpisodeRecord.Read(sample.Text));
            to.WriteLine($"reward     {Figures.Short(score.Total(0))} (weight 0) to {Figures.Short(score.Total(1))} (weight 1): {Parts(score)}");
        }

        to.WriteLine();
    }

    private void WriteEpisode(EpisodeRecord episode)
    {
        for (var turn = 0; turn < episode.Turns.Length; turn++)
        {
            to.WriteLine($"turn {turn + 1}, progress {Figures.Short(episode.Progress[turn])}");
            WriteTurn(episode.Turns[turn]);
            if (turn < episode.Observations.Length) to.WriteLine($"read       {episode.Observations[turn].Trim().ReplaceLineEndings(" | ")}");
        }
    }

    private void WriteTurn(string text)
    {
        var read = CompletionFormat.Read(text);
        if (read.IsValid)
        {
            to.WriteLine($"reasoning  {Shown(read.Reasoning)}");
            to.WriteLine($"answer     {Shown(read.Body)}");
        }
        else
        {
            to.WriteLine($"completion {Shown(text)}");
            to.WriteLine("           not in the required layout");
        }

        to.WriteLine($"calls      {Calls(read.Body)}");
    }

    private static string Calls(string body)
    {
        var parse = PythonCallParser.Parse(body);
        return parse.IsSuccess ? PythonCallFormatter.Format(parse.Calls) : $"none: {parse.Error} at {parse.Position}";
    }

    private static string Parts(RewardScore score) => string.Join(' ', score.Parts.Select(p => $"{p.Key} {Figures.Short(p.Value)}"));

    private static string Ending(StopReason stop) => stop switch
    {
        StopReason.EndOfSequence => "ended by itself",
        StopReason.StopSequence => "ended by a stop text",
        _ => "cut by the token budget",
    };

    private static string Shown(string text) => text.Length == 0 ? "(empty)" : text;
}
