using System.Collections.Immutable;
using System.Globalization;

namespace ToolZero.Core.Environments;

/// <summary>What happened in an episode, as text: the text of its trajectory, which a reward reads.</summary>
/// <param name="Turns">What the model wrote, turn by turn.</param>
/// <param name="Observations">What it read between them: one less than turns, or as many when the budget ended behind an answer.</param>
/// <param name="Progress">Of the environment's state after each turn, 0 to 1.</param>
/// <param name="Verdict">The state at the end.</param>
/// <param name="Fault">The worst that the environment did.</param>
public sealed record EpisodeRecord(
    ImmutableArray<string> Turns, ImmutableArray<string> Observations, ImmutableArray<double> Progress, EnvironmentVerdict Verdict, EnvironmentFault Fault)
{
    // Record separator: what a model writes of it is replaced, so that the parts can be told apart again.
    private const char Separator = '\u001e';

    /// <summary>The parts in order, and the outcome behind the last.</summary>
    public string Write()
    {
        var parts = Turns.SelectMany((turn, i) => i < Observations.Length ? new[] { turn, Observations[i] } : [turn]).Select(p => p.Replace(Separator, '\ufffd'));
        var progress = string.Concat(Progress.Select(p => string.Create(CultureInfo.InvariantCulture, $" {p:R}")));
        return $"{string.Join(Separator, parts)}{Separator}{(Verdict.IsSolved ? "solved" : "unsolved")} {(Verdict.IsOver ? "over" : "open")} {Fault}{progress}";
    }

    /// <summary>Reads what <see cref="Write"/> wrote; any other text is one turn in which nothing was reached.</summary>
    public static EpisodeRecord Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(Separator);
        var outcome = parts[^1].Split(' ');
        var turns = parts[..^1].Where((_, i) => i % 2 == 0).ToImmutableArray();
        if (turns.IsEmpty || outcome is not ["solved" or "unsolved", "over" or "open", var fault, ..] || !Enum.TryParse<EnvironmentFault>(fault, out var worst)
            || outcome.Length != 3 + turns.Length)
            return Plain(text);
        var progress = new double[turns.Length];
        for (var i = 0; i < progress.Length; i++)
            if (!double.TryParse(outcome[3 + i], NumberStyles.Float, CultureInfo.InvariantCulture, out progress[i]) || !double.IsFinite(progress[i])) return Plain(text);

        return new EpisodeRecord(
            turns,
            [.. parts[..^1].Where((_, i) => i % 2 == 1)],
            [.. progress],
            new EnvironmentVerdict(outcome[0] == "solved", progress[^1], outcome[1] == "over"),
            worst);
    }

    private static EpisodeRecord Plain(string text) => new([text], [], [0], default, EnvironmentFault.None);
}
