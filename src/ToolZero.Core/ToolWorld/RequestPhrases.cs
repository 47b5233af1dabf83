using System.Collections.Immutable;

namespace ToolZero.Core.ToolWorld;

/// <summary>
/// Request templates. Placeholders: {verb}, {noun}, {name} (of a parameter), {value}.
/// </summary>
/// <param name="Openings">Name the action: "please {verb} the {noun}".</param>
/// <param name="Clauses">Give one value: "with {name} {value}".</param>
/// <param name="ClauseJoins">Between two clauses.</param>
/// <param name="ItemJoins">Between the items of an array value.</param>
/// <param name="Again">Before the values of a further call of the same tool.</param>
/// <param name="Then">Before a further request.</param>
/// <param name="Affirmations">How a true and a false flag are said.</param>
public sealed record RequestPhrases(
    ImmutableArray<string> Openings,
    ImmutableArray<string> Clauses,
    ImmutableArray<string> ClauseJoins,
    ImmutableArray<string> ItemJoins,
    ImmutableArray<string> Again,
    ImmutableArray<string> Then,
    ImmutableArray<(string True, string False)> Affirmations)
{
    /// <summary>The phrases of the training world.</summary>
    public static RequestPhrases Training { get; } = new(
        Openings:
        [
            "please {verb} the {noun}", "i want to {verb} a {noun}", "could you {verb} one {noun}", "{verb} the {noun} now",
            "help me {verb} a {noun}", "i would like to {verb} the {noun}", "go and {verb} the {noun}", "{verb} a {noun}",
        ],
        Clauses:
        [
            "with {name} {value}", "the {name} is {value}", "set {name} to {value}", "use {value} as {name}",
            "{name} {value}", "its {name} must be {value}", "{name}: {value}",
        ],
        ClauseJoins: [", ", " and ", " and also "],
        ItemJoins: [" and ", " plus "],
        Again: [", and once more ", ", then again ", "; a second one "],
        Then: [". then ", ". after that ", ", and then "],
        Affirmations: [("yes", "no"), ("true", "false")]);

    /// <summary>The phrases of the held-out world: none occurs in <see cref="Training"/> or in the pretraining text.</summary>
    public static RequestPhrases HeldOut { get; } = new(
        Openings:
        [
            "please do {verb} my {noun}", "we need to {verb} this {noun}", "can you {verb} that {noun}", "we want to {verb} our {noun}",
            "now {verb} some {noun} for us", "i have to {verb} any {noun}",
        ],
        Clauses:
        [
            "where {name} equals {value}", "make the {name} {value}", "take {value} for the {name}", "having {name} of {value}",
            "whose {name} should be {value}", "{name} = {value}",
        ],
        ClauseJoins: [", ", "; ", " and "],
        ItemJoins: [", ", " or "],
        Again: [". and another one with ", "; do one more with "],
        Then: ["; next ", ". finally "],
        Affirmations: [("on", "off")]);

    /// <summary>Every template, for the test that two worlds share none.</summary>
    public IEnumerable<string> Templates => [.. Openings, .. Clauses, .. Again, .. Then];
}
