using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;
using ToolZero.Core.Formats;

namespace ToolZero.Core.Rewards;

/// <summary>
/// The reward of an episode, in the shape of Tool-Zero's: base = share of turns in the exact layout, general = progress of the environment's state
/// − 0.5, strict = 1 when the state is the one asked for. A turn that calls nothing while something is left to do is given up and counts as out of
/// layout: it would otherwise be the safest way to a base of 1, as every further turn can only lose it. Format, calls and gained progress of every
/// turn are logged parts.
/// </summary>
public sealed class EpisodeReward(ICallFormat format) : IReward
{
    /// <summary>Turns whose parts are logged each by itself.</summary>
    public const int LoggedTurns = 8;

    public RewardScore Score(ToolTask task, string completion)
    {
        var episode = EpisodeRecord.Read(completion);
        var readings = episode.Turns.Select(format.Read).ToList();
        bool Counts(CompletionReading reading) => reading.IsValid && (!reading.Calls.Calls.IsEmpty || episode.Verdict.IsSolved);
        var layout = readings.Average(r => Counts(r) ? 1.0 : 0);
        var (general, strict) = (episode.Verdict.Progress - 0.5, episode.Verdict.IsSolved ? 1 : 0);
        var parts = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        parts[RewardParts.Format] = readings.Average(r => r.IsValid ? 1.0 : 0);
        parts[RewardParts.General] = general;
        parts[RewardParts.Strict] = strict;
        parts[RewardParts.Ast] = strict;
        parts[RewardParts.Parsed] = readings.Average(r => r.Calls.IsSuccess ? 1.0 : 0);
        parts[RewardParts.Calls] = readings.Sum(r => r.Calls.Calls.Length);
        parts[RewardParts.AnswerLength] = readings.Sum(r => r.Body.Length);
        parts[RewardParts.Turns] = readings.Count;
        parts[RewardParts.EnvironmentFault] = episode.Fault == EnvironmentFault.None ? 0 : 1;
        foreach (var (index, reading) in readings.Take(LoggedTurns).Index())
        {
            var turn = string.Create(CultureInfo.InvariantCulture, $"turn-{index + 1}");
            parts[$"{turn}-format"] = Counts(reading) ? 1 : 0;
            parts[$"{turn}-calls"] = reading.Calls.Calls.Length;
            parts[$"{turn}-progress"] = episode.Progress[index] - (index == 0 ? 0 : episode.Progress[index - 1]);
        }

        return new RewardScore(layout, general, strict, episode.Verdict.IsSolved, parts.ToImmutable());
    }
}
