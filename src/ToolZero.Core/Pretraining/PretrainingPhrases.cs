using System.Collections.Frozen;
using System.Collections.Immutable;
using ToolZero.Core.Randomness;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Pretraining;

/// <summary>
/// Ways of asking, put together at random from common words. A template of the held-out world is never made: where one comes out by
/// chance, another is drawn.
/// </summary>
public static class PretrainingPhrases
{
    private static readonly FrozenSet<string> HeldOut = RequestPhrases.HeldOut.Templates.ToFrozenSet();

    private static readonly string[] Leads =
    [
        "", "", "please ", "i want to ", "could you ", "let us ", "we should ", "they asked to ", "you may ", "just ", "it helps to ",
        "remember to ", "i must ", "will you ", "now ", "go and ", "help us ", "somebody has to ", "a good time to ", "do ",
    ];

    private static readonly string[] Determiners = ["the ", "the ", "a ", "a ", "one ", "my ", "this ", "that ", "any ", "some ", "our ", "his ", ""];
    private static readonly string[] Tails = ["", "", "", "", " now", " please", " today", " for me", " for us", " again", ","];

    private static readonly string[] NameLeads =
        ["", "", "with ", "the ", "its ", "where ", "with the ", "for ", "having ", "whose ", "make ", "set ", "put ", "that has ", "make the "];

    private static readonly string[] Links =
        [" ", " ", " is ", " to ", " as ", " equals ", " of ", " at ", " must be ", " should be ", " will be ", " = ", ": ", " being ", " like "];

    private static readonly string[] ValueLeads = ["use ", "take ", "put ", "give ", "choose ", "write ", "pick ", "", "with "];
    private static readonly string[] ValueLinks = [" as ", " for ", " as the ", " for the ", " in ", " as its "];

    private static readonly ImmutableArray<string> ClauseJoins = [", ", " and ", "; ", " with ", ", plus ", " and also ", " also ", ". "];
    private static readonly ImmutableArray<string> ItemJoins = [" and ", ", ", " plus ", " or ", " then "];

    private static readonly string[] AgainLeads = [", and ", ". ", ", ", "; ", " and "];
    private static readonly string[] AgainWords = ["once more ", "again ", "a second one ", "also ", "another one ", "twice: ", "the next ", "later "];
    private static readonly string[] ThenLeads = [". ", ", ", "; ", " and ", ", and "];
    private static readonly string[] ThenWords = ["then ", "after that ", "also ", "later ", "next to that ", "", "at last ", "besides "];

    public static RequestPhrases Make(RandomStream random) => new(
        Draw(3, () => random.Pick(Leads) + MaybeInvented(random) + "{verb} " + random.Pick(Determiners) + "{noun}" + random.Pick(Tails)),
        Draw(4, () => random.Chance(0.75)
            ? random.Pick(NameLeads) + "{name}" + (random.Chance(0.06) ? " " + PseudoWords.Make(random) + " " : random.Pick(Links)) + "{value}"
            : random.Pick(ValueLeads) + "{value}" + random.Pick(ValueLinks) + "{name}"),
        ClauseJoins,
        ItemJoins,
        Draw(2, () => random.Pick(AgainLeads) + random.Pick(AgainWords)),
        Draw(2, () => random.Pick(ThenLeads) + random.Pick(ThenWords)),
        [("yes", "no"), ("true", "false"), ("on", "off")]);

    private static string MaybeInvented(RandomStream random) => random.Chance(0.1) ? PseudoWords.Make(random) + " " : "";

    private static ImmutableArray<string> Draw(int count, Func<string> draw)
    {
        var made = new List<string>();
        while (made.Count < count)
        {
            var template = draw();
            if (!HeldOut.Contains(template)) made.Add(template);
        }

        return [.. made];
    }
}
