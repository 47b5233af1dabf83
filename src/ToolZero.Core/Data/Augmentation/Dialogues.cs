using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;

namespace ToolZero.Core.Data.Augmentation;

/// <summary>What the augmentations share.</summary>
internal static class Dialogues
{
    /// <summary>A question and nothing else: perhaps a system turn, then one of the user.</summary>
    public static bool IsSingleTurn(ToolTask task) =>
        !task.EarlierToolTurn && task.Messages.Count(m => m.Role == Role.User) == 1 && task.Messages[^1].Role == Role.User
        && task.Messages.All(m => m.Role is Role.User or Role.System);

    /// <summary>Small enough to be looked at from all sides and to be remembered.</summary>
    public static bool IsSmall(ToolTask task) =>
        task.Messages.Sum(m => (long)m.Content.Length) + task.Reference.Sum(c => (long)c.Arguments.Length * 100) <= 64 * 1024 && task.Tools.Length <= 256;

    /// <summary>What the tools of earlier calls answered, in their order. The data have no results, so that each says only that it was done, and no name that masking would miss.</summary>
    public static Message Results(ImmutableArray<ToolCall> calls) =>
        new(Role.Tool, $"[{string.Join(", ", calls.Select(_ => "{\"status\": \"ok\"}"))}]");

    /// <summary>The task behind a longer dialogue.</summary>
    public static ToolTask After(this ToolTask task, string name, string category, bool earlierToolTurn, params IEnumerable<Message> turns) => task with
    {
        Id = DerivedIds.Of(task.Id, name),
        Category = category,
        Messages = [.. task.Messages, .. turns],
        EarlierToolTurn = earlierToolTurn,
    };
}
