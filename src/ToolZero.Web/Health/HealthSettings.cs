using ToolZero.Actors.Hosting;
using ToolZero.Core.Data;

namespace ToolZero.Web.Health;

/// <summary>What health is judged by.</summary>
/// <param name="LongestStep">A learner or rollout worker that is at one piece of work for longer is frozen.</param>
/// <param name="LeastFree">Bytes that must be free where the run is written.</param>
public sealed record HealthSettings(TimeSpan LongestStep, long LeastFree)
{
    /// <summary>The option of <see cref="LongestStep"/>.</summary>
    public const string LongestStepOption = "--longest-step";

    /// <summary>The option of <see cref="LeastFree"/>.</summary>
    public const string LeastFreeOption = "--least-free";

    private static readonly KeyKind.Duration Steps = new(TimeSpan.FromSeconds(1), TimeSpan.FromDays(7));
    private static readonly KeyKind.Size Sizes = new(0, 1L << 50);

    /// <summary>A step of the largest model takes minutes; a ledger of a week of steps takes megabytes an hour.</summary>
    public static HealthSettings Default { get; } = new(TimeSpan.FromMinutes(30), 64L << 20);

    /// <summary>A turn of the coordinator takes milliseconds; more than that is a disk that hangs.</summary>
    public TimeSpan LongestTurn { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>In which an actor that has nothing in hand must answer.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(2);

    /// <param name="longestStep">What the user gave; null = the default.</param>
    /// <param name="leastFree">The same.</param>
    /// <exception cref="DataException">One of them is no duration or size.</exception>
    public static HealthSettings Parse(string? longestStep, string? leastFree) => Default with
    {
        LongestStep = (TimeSpan)(Read(LongestStepOption, Steps, longestStep) ?? Default.LongestStep),
        LeastFree = (long)(Read(LeastFreeOption, Sizes, leastFree) ?? Default.LeastFree),
    };

    private static object? Read(string option, KeyKind kind, string? text) =>
        text is null ? null : kind.Read(text) ?? throw new DataException($"{option} {text}: expected {kind.Expected}");
}
