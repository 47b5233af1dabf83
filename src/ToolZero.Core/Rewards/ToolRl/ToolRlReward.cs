using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Json;

namespace ToolZero.Core.Rewards.ToolRl;

/// <summary>
/// The reward of ToolRL (Qian et al., "ToolRL: Reward is All Tool Learning Needs", section 3.3): format 0 or 1 plus correctness from −3 to 3;
/// correctness is 0 when the reference has no call, and the least when the answer cannot be parsed. Constant scales put everything into the
/// base; changing scales put the first stage into general and the last into strict, so that the run's schedule leads from one to the other.
/// </summary>
/// <param name="settings">The variant.</param>
/// <param name="format">
/// How completions are written; null for ToolRL's own format. In another format (ours) the layout is right when it is that format's own and has
/// calls exactly where the reference has some.
/// </param>
public sealed class ToolRlReward(ToolRlSettings settings, ICallFormat? format = null) : IReward
{
    private readonly ICallFormat _format = format ?? ToolRlCalls.Instance;

    public RewardScore Score(ToolTask task, string completion) => Score(task, ToolRlReference.Of(task), completion);

    /// <summary>Scores against a ground truth as ToolRL's data has it; <paramref name="task"/> is what other measures compare with.</summary>
    public RewardScore Score(ToolTask task, ToolRlReference reference, string completion)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(completion);
        var text = ChatTurn.Said(completion);
        var isOwn = _format is ToolRlCalls;
        var reading = _format.Read(text);
        reading = reading with
        {
            IsValid = isOwn ? ToolRlCalls.IsValid(text, reference.HasCalls, reference.HasResponse) : reading.IsValid && reading.Calls.Calls.IsEmpty != reference.HasCalls,
        };
        var share = reference.HasCalls ? Correctness(reference, isOwn ? Objects(text) : Objects(reading)) : (ToolRlShare?)null;
        var length = settings.WithLength ? LengthReward(text) : 0;
        var (general, strict, baseReward) = settings.Scale switch
        {
            ToolRlScale.TwoStage => (Sum(reading.IsValid, 0, 1, share, settings.Maximum / 3), Sum(reading.IsValid, 0, 0.5, share, settings.Maximum), length),
            ToolRlScale.Scheduled => (Sum(reading.IsValid, -2, 2, share, 2), Sum(reading.IsValid, -1, 1, share, settings.Maximum), length),
            _ => (0, 0, Sum(reading.IsValid, 0, 1, share, settings.Maximum) + length),
        };

        var answer = AnswerDiagnosis.Of(task, reading, _format, ReferenceTokens.Literal);
        var parts = answer.Parts(reading);
        parts[RewardParts.Correctness] = share?.On(settings.Maximum) ?? 0;
        if (settings.WithLength) parts[RewardParts.ReasoningLength] = length;
        return new RewardScore(baseReward, general, strict, answer.Success, parts.ToImmutable());
    }

    private static double Sum(bool isValid, double formatLeast, double formatMost, ToolRlShare? share, double maximum) =>
        (isValid ? formatMost : formatLeast) + (share?.On(maximum) ?? 0);

    private ToolRlShare Correctness(ToolRlReference reference, ImmutableArray<CallValue>? predicted) =>
        predicted is { } calls && ToolRlCorrectness.Share(reference.Calls, calls, settings.Match) is { } share ? share : ToolRlShare.None;

    /// <summary>One JSON value a line, whatever it is; null when a line is none.</summary>
    private static ImmutableArray<CallValue>? Objects(string text)
    {
        if (ToolRlCalls.Lines(text) is not { } lines) return null;
        var values = ImmutableArray.CreateBuilder<CallValue>(lines.Length);
        foreach (var line in lines)
        {
            if (PythonJsonReader.Parse(line) is not { IsSuccess: true, Value: { } value }) return null;
            values.Add(value);
        }

        return values.DrainToImmutable();
    }

    private static ImmutableArray<CallValue>? Objects(CompletionReading reading) =>
        reading.Calls is { IsSuccess: true, Calls: var calls } ? [.. calls.Select(ToolRlReference.Object)] : null;

    /// <summary>Words of the reasoning / 512 in hundredths, at most 1; 0 without a think block.</summary>
    private static double LengthReward(string text)
    {
        if (!text.Contains(TagBlocks.ThinkOpen, StringComparison.Ordinal) || !text.Contains(TagBlocks.ThinkClose, StringComparison.Ordinal)) return 0;
        var thought = text.AsSpan(text.LastIndexOf(TagBlocks.ThinkOpen, StringComparison.Ordinal) + TagBlocks.ThinkOpen.Length);
        var close = thought.IndexOf(TagBlocks.ThinkClose, StringComparison.Ordinal);
        if (close >= 0) thought = thought[..close];
        var words = 0;
        for (var i = 0; i < thought.Length; i++)
            if (!PythonText.IsSpace(thought[i]) && (i == 0 || PythonText.IsSpace(thought[i - 1]))) words++;
        return Math.Min(1, Math.Round(words * 100 / 512.0, MidpointRounding.ToEven) / 100);
    }
}
