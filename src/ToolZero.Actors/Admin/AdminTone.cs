namespace ToolZero.Actors.Admin;

/// <summary>What a word in an answer means to somebody who glances at it.</summary>
public enum AdminTone
{
    Plain,
    Good,

    /// <summary>It will be something else soon, or is so on purpose.</summary>
    Passing,

    Bad,
}

/// <summary>The tones of all words for states and outcomes. Pure.</summary>
public static class AdminTones
{
    private static readonly string[] Good = ["up", "running", "generating", "applied", "finished"];
    private static readonly string[] Bad = ["down", "unreachable", "given-up", "denied", "failed"];
    private static readonly string[] Passing = ["joining", "leaving", "exiting", "draining", "restarting", "paused", "overdue", "refused", "requested", "starting"];

    /// <summary>The tone of a word; one with a remark, such as <c>generating, leaving</c>, is passing.</summary>
    public static AdminTone Of(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Contains(',', StringComparison.Ordinal) || Passing.Contains(word) ? AdminTone.Passing
            : Good.Contains(word) ? AdminTone.Good
            : Bad.Contains(word) ? AdminTone.Bad
            : AdminTone.Plain;
    }
}
