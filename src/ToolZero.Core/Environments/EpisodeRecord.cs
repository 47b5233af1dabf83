using System.Collections.Immutable;
using System.Globalization;

namespace ToolZero.Core.Environments;

/// <summary>What happened in an episode, as text: the text of its trajectory, which a reward reads.</summary>
/// <param name="Turns">What the model wrote, turn by turn.</param>
/// <param name="Observations">What it read between them: one less than turns, or as many when the budget ended behind an answer.</param>
/// <param name="Verdict">The state at the end.</param>
/// <param name="Fault">The worst that the environment did.</param>
public sealed record EpisodeRecord(ImmutableArray<string> Turns, ImmutableArray<string> Observations, EnvironmentVerdict Verdict, EnvironmentFault Fault)
{
    // Record separator: what a model writes of it is replaced, so that the parts can be told apart again.
    private const char Separator = '\u001e';

    /// <summary>The parts in order, and the outcome behind the last.</summary>
    public string Write()
    {
        var parts = Turns.SelectMany((turn, i) => i < Observations.Length ? new[] { turn, Observations[i] } : [turn]).Select(p => p.Replace(Separator, '\ufffd'));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(Separator, parts)}{Separator}{(Verdict.IsSolved ? "solved" : "unsolved")} {Verdict.Progress:R} {(Verdict.IsOver ? "over" : "open")} {Fault}");
    }

    /// <summary>Reads what <see cref="Write"/> wrote; any other text is one turn in which nothing was reached.</summary>
    public static EpisodeRecord Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(Separator);
        var outcome = parts[^1].Split(' ');
        if (parts.Length < 2 || outcome is not [var solved, var progress, var over, var fault] || !Enum.TryParse<EnvironmentFault>(fault, out var worst)
            || !double.TryParse(progress, NumberStyles.Float, CultureInfo.InvariantCulture, out var share))
            return new EpisodeRecord([text], [], default, EnvironmentFault.None);
        return new EpisodeRecord(
            [.. parts[..^1].Where((_, i) => i % 2 == 0)],
            [.. parts[..^1].Where((_, i) => i % 2 == 1)],
            new EnvironmentVerdict(solved == "solved", share, over == "over"),
            worst);
    }
}
