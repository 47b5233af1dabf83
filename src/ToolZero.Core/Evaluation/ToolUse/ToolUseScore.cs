using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Evaluation.Python;
using ToolZero.Core.Rewards;

namespace ToolZero.Core.Evaluation.ToolUse;

/// <summary>
/// How well answers call what the reference calls, as Seal-Tools counts it (Wu et al. 2024): a predicted call is right when a reference call
/// has its name; its parameters are compared with those of the first such call, names exactly and values as Python's <c>str</c> writes them.
/// Nothing is used up, so a call made twice counts twice.
/// </summary>
/// <param name="Answers">Answers counted.</param>
/// <param name="Readable">Answers whose calls could be read, none included.</param>
/// <param name="Exact">Answers equal to the reference as abstract syntax, in any order.</param>
/// <param name="Functions">Selected functions.</param>
/// <param name="Parameters">Filled parameters.</param>
public sealed record ToolUseScore(int Answers, int Readable, int Exact, MatchCount Functions, MatchCount Parameters)
{
    public static ToolUseScore Empty { get; } = new(0, 0, 0, default, default);

    /// <summary>With one more answer.</summary>
    /// <param name="reference">The right calls.</param>
    /// <param name="predicted">What was read of the answer; null when there was none.</param>
    public ToolUseScore Add(ImmutableArray<ToolCall> reference, CallParse? predicted)
    {
        var calls = predicted is { IsSuccess: true } ? predicted.Calls : [];
        var (functions, parameters) = Count(reference, calls);
        return new ToolUseScore(
            Answers + 1,
            Readable + (predicted is { IsSuccess: true } ? 1 : 0),
            Exact + (predicted is { IsSuccess: true } && CallComparison.AreEqual(calls, reference) ? 1 : 0),
            Functions + functions,
            Parameters + parameters);
    }

    private static (MatchCount Functions, MatchCount Parameters) Count(ImmutableArray<ToolCall> reference, ImmutableArray<ToolCall> calls)
    {
        var byName = new Dictionary<string, ToolCall>(StringComparer.Ordinal);
        foreach (var call in reference) byName.TryAdd(call.Name, call);
        var (functions, parameters) = (0, 0);
        foreach (var call in calls)
        {
            if (!byName.TryGetValue(call.Name, out var right)) continue;
            functions++;
            var values = right.Arguments.ToDictionary(a => a.Name, a => Shown(a.Value), StringComparer.Ordinal);
            parameters += call.Arguments.Count(a => values.TryGetValue(a.Name, out var value) && value == Shown(a.Value));
        }

        return (new MatchCount(functions, calls.Length, reference.Length), new MatchCount(parameters, Sum(calls), Sum(reference)));
    }

    private static int Sum(ImmutableArray<ToolCall> calls) => calls.Sum(call => call.Arguments.Length);

    private static string Shown(CallValue value) => value is CallValue.Text text ? text.Value : PyRepr.Of(PyJson.Of(value));
}
