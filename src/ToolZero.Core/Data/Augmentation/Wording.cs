using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Core.Calls;
using ToolZero.Core.Randomness;

namespace ToolZero.Core.Data.Augmentation;

/// <summary>What users and assistants say in dialogues that are put together.</summary>
internal static class Wording
{
    private static readonly ImmutableArray<string> NoTool =
        ["None of the functions I have can do that.", "I have no function for this request.", "That is not possible with the functions that are available."];

    private static readonly ImmutableArray<string> ToolIsBack =
        ["The function for that is available now. Please try again.", "I have added what was missing to your functions, so please do it now.", "You have one more function from here on. Go ahead."];

    private static readonly ImmutableArray<string> Ask = ["Which {0} do you mean?", "Could you tell me the {0}?", "I still need the {0} for that."];

    private static readonly ImmutableArray<string> Supply = ["The {0} is {1}.", "It is {1}.", "Please take {1} as the {0}."];

    private static readonly ImmutableArray<string> Challenge =
        ["That is not what I asked for. Please look at the {0} again.", "I think the {0} is wrong, please correct it.", "Are you sure about the {0}? Read my request once more."];

    public static string NoToolFits(RandomStream random) => random.Pick(NoTool);

    /// <summary>Says no name: the tools may be masked afterwards.</summary>
    public static string ToolReturns(RandomStream random) => random.Pick(ToolIsBack);

    public static string AskFor(string parameter, RandomStream random) => Filled(random.Pick(Ask), Spoken(parameter));

    public static string SupplyValue(string parameter, string value, RandomStream random) => Filled(random.Pick(Supply), Spoken(parameter), value);

    public static string ChallengeOf(string what, RandomStream random) => Filled(random.Pick(Challenge), Spoken(what));

    /// <summary>A name as one says it: <c>start_date</c> is "start date".</summary>
    public static string Spoken(string name) => string.Join(' ', Words(name)) is { Length: > 0 } spoken ? spoken : name;

    /// <summary>A value as a user says it; null where one would not.</summary>
    public static string? Spoken(CallValue value) => value switch
    {
        CallValue.Text { Value.Length: >= 2 } text => text.Value,
        CallValue.Integer number => number.Value.ToString(CultureInfo.InvariantCulture),
        CallValue.Real { Value: var real } when double.IsFinite(real) => PythonCallFormatter.FormatReal(real),
        _ => null,
    };

    /// <summary>The words of a name in lower case: cut at capitals and at whatever is no letter or digit.</summary>
    public static IEnumerable<string> Words(string name)
    {
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var isLetter = i < name.Length && char.IsLetterOrDigit(name[i]);
            var isBoundary = !isLetter || (i > start && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]));
            if (!isBoundary) continue;
            if (i > start) yield return name[start..i].ToLowerInvariant();
            start = isLetter ? i : i + 1;
        }
    }

    private static string Filled(string phrase, string first, string second = "") =>
        phrase.Replace("{0}", first, StringComparison.Ordinal).Replace("{1}", second, StringComparison.Ordinal);
}
