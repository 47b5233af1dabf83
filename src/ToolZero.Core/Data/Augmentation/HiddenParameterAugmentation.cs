using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;
using ToolZero.Core.Randomness;

namespace ToolZero.Core.Data.Augmentation;

/// <summary>
/// Takes the value of a required parameter out of the question: not to call is right then. Has the assistant ask and the user supply it: then the
/// call is right. The value must stand in the question once, as a word of its own, and in one argument only. Only of tasks with exactly one call: of
/// several, those that lack nothing would be right all the same.
/// </summary>
internal sealed class HiddenParameterAugmentation : ITaskAugmentation
{
    public string Name => "hidden-parameter";

    public IEnumerable<ToolTask> Apply(ToolTask task, RelatedTasks earlier, RandomStream random)
    {
        if (task.Reference is not [var call]) yield break;
        var question = task.Messages[^1];
        var candidates = Candidates(task, call, question.Content).ToList();
        if (candidates.Count == 0) yield break;
        var (parameter, value, at) = random.Pick(candidates);
        var hidden = question with { Content = $"{question.Content[..at]}a certain {Wording.Spoken(parameter)}{question.Content[(at + value.Length)..]}" };
        var asked = Wording.AskFor(parameter, random);
        var messages = task.Messages.SetItem(task.Messages.Length - 1, hidden);
        yield return task with { Id = DerivedIds.Of(task.Id, "parameter-missing"), Category = "missing-parameter", Messages = messages, Reference = [], Response = asked };
        yield return (task with { Messages = messages }).After(
            Name, "parameter-supplied", earlierToolTurn: false,
            new Message(Role.Assistant, asked), new Message(Role.User, Wording.SupplyValue(parameter, value, random)));
    }

    private static IEnumerable<(string Parameter, string Value, int At)> Candidates(ToolTask task, ToolCall call, string question)
    {
        foreach (var (name, given) in call.Arguments)
        {
            if (Wording.Spoken(given) is not { } value || !IsRequired(task, call, name)) continue;
            if (call.Arguments.Count(other => Mentions(other.Value, value)) != 1) continue;
            if (OnlyPlace(question, value) is var at and >= 0) yield return (name, value, at);
        }
    }

    private static bool IsRequired(ToolTask task, ToolCall call, string parameter) =>
        task.Tools.First(t => t.Name == call.Name).Parameters.Any(p => p.Name == parameter && p.Required);

    private static bool Mentions(CallValue value, string text) => value switch
    {
        CallValue.Sequence list => list.Items.Any(item => Mentions(item, text)),
        CallValue.Mapping map => map.Entries.Any(entry => Mentions(entry.Value, text)),
        _ => Wording.Spoken(value) is { } spoken && (spoken.Contains(text, StringComparison.Ordinal) || text.Contains(spoken, StringComparison.Ordinal)),
    };

    /// <summary>Where the value stands when it stands there once, letters and digits not touching it; else -1.</summary>
    private static int OnlyPlace(string question, string value)
    {
        var at = question.IndexOf(value, StringComparison.Ordinal);
        if (at < 0 || question.IndexOf(value, at + 1, StringComparison.Ordinal) >= 0) return -1;
        var touches = (at > 0 && char.IsLetterOrDigit(question[at - 1])) || (at + value.Length < question.Length && char.IsLetterOrDigit(question[at + value.Length]));
        return touches ? -1 : at;
    }
}
