using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;

namespace ToolZero.Core.Rewards.ToolN1;

/// <summary>
/// The binary reward of Tool-N1 (Zhang et al., "Nemotron-Research-Tool-N1", section 3): 1 when both think tags occur and the last
/// <c>tool_call</c> block holds exactly the reference calls, else 0. Nothing of it depends on the step: all of it is the base.
/// </summary>
/// <param name="variant">Which of the authors' variants.</param>
/// <param name="format">How completions are written; null for Tool-N1's own format.</param>
public sealed class ToolN1Reward(ToolN1Variant variant, ICallFormat? format = null) : IReward
{
    private readonly ICallFormat _format = format ?? ToolN1Calls.Instance;

    public RewardScore Score(ToolTask task, string completion)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(completion);
        var text = ChatTurn.FromLastStart(completion);
        var reading = _format.Read(text);
        var agreement = ToolN1Comparison.Compare(_format is ToolN1Calls ? Own(text) : Of(reading), task.Reference);
        var thinks = text.Contains(TagBlocks.ThinkOpen, StringComparison.Ordinal) && text.Contains(TagBlocks.ThinkClose, StringComparison.Ordinal);
        var reward = Reward(agreement, thinks);

        var answer = AnswerDiagnosis.Of(task, reading, _format, ReferenceTokens.Literal);
        var parts = answer.Parts(reading);
        parts[RewardParts.Correctness] = reward;
        return new RewardScore(reward, 0, 0, answer.Success, parts.ToImmutable());
    }

    private double Reward(Agreement agreement, bool thinks) => variant switch
    {
        ToolN1Variant.Lexicographic => agreement switch
        {
            Agreement.Full => thinks ? 1.2 : 1,
            Agreement.Nothing => 0,
            _ => thinks ? -0.2 : 0,
        },
        ToolN1Variant.WithoutThink => agreement == Agreement.Full ? 1 : 0,
        ToolN1Variant.Partial => (thinks ? 0.2 : 0) + (agreement == Agreement.Full ? 0.8 : 0),
        ToolN1Variant.PartialNames => (thinks ? 0.2 : 0) + agreement switch
        {
            Agreement.Full => 0.8,
            Agreement.Names => 0.2,
            _ => 0,
        },
        _ => agreement == Agreement.Full && thinks ? 1 : 0,
    };

    private static CallValue? Own(string text) => ToolN1Calls.LastBlock(text) is { } block ? ToolN1Calls.Result(block) : null;

    /// <summary>Another format's calls (ours): prose in the right layout is an empty list, as Tool-N1 asks for one.</summary>
    private static CallValue.Sequence? Of(CompletionReading reading) => reading.Calls.IsSuccess || reading.IsValid
        ? new CallValue.Sequence([.. reading.Calls.Calls.Select(call => JsonCalls.Object(call, ToolN1Calls.ArgumentsKey))])
        : null;
}
