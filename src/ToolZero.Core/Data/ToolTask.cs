using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data;

/// <summary>One dataset row: what the model is asked, with which tools, and the reference calls.</summary>
/// <param name="Id">Unique in its dataset.</param>
/// <param name="Category">simple, multiple, parallel, parallel-multiple, irrelevance, missing-parameter …</param>
/// <param name="Tools">Tools offered in the prompt.</param>
/// <param name="Messages">The dialogue so far, the last turn the user's.</param>
/// <param name="Reference">The right calls; empty when the right behaviour is not to call.</param>
/// <param name="EarlierToolTurn">A tool was called earlier in the dialogue (makes the sample "multi").</param>
/// <param name="Response">What the right answer says to the user, beside the calls or instead of them; null where the data has no text.</param>
public sealed record ToolTask(
    string Id,
    string Category,
    ImmutableArray<ToolSchema> Tools,
    ImmutableArray<Message> Messages,
    ImmutableArray<ToolCall> Reference,
    bool EarlierToolTurn = false,
    string? Response = null);
