using System.Collections.Immutable;
using ToolZero.Core.Data;

namespace ToolZero.Core.Rewards.Schedules;

/// <summary>What a schedule is made from: the keys below <c>reward.schedule</c>.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Midpoint">m in steps; null chooses it from the length of the run.</param>
/// <param name="Kappa">Steepness per step; null chooses it from the length of the run.</param>
/// <param name="Constant">Weight of the constant schedule.</param>
public sealed record ScheduleSettings(string Kind = "sigmoid", double? Midpoint = null, double? Kappa = null, double Constant = 0.5);

/// <summary>Makes weight schedules by name.</summary>
public static class WeightSchedules
{
    /// <summary>The paper's values, best of its ablation, for runs of at least 100 steps.</summary>
    private const double PaperMidpoint = 25;
    private const double PaperKappa = 0.1;
    private const long PaperSteps = 100;

    public static ImmutableArray<string> Names { get; } = ["sigmoid", "step", "linear", "cosine", "success-gated", "constant"];

    /// <summary>The schedule of a run of <paramref name="steps"/> steps. A short run without midpoint or kappa gets m = T/5 and kappa = 10/T (ours).</summary>
    /// <exception cref="DataException">Unknown kind, or a value that is no weight, midpoint or steepness.</exception>
    public static IWeightSchedule Create(ScheduleSettings settings, long steps)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        var midpoint = settings.Midpoint ?? (steps < PaperSteps ? 0.2 * steps : PaperMidpoint);
        var kappa = settings.Kappa ?? (steps < PaperSteps ? 10.0 / steps : PaperKappa);
        if (!double.IsFinite(midpoint)) throw new DataException($"reward.schedule.midpoint = {midpoint}: expected a number of steps or auto");
        if (!double.IsFinite(kappa) || kappa <= 0) throw new DataException($"reward.schedule.kappa = {kappa}: expected a number above 0 or auto");
        if (settings.Constant is not (>= 0 and <= 1)) throw new DataException($"reward.schedule.constant = {settings.Constant}: expected a weight from 0 to 1");
        return settings.Kind switch
        {
            "sigmoid" => new SigmoidSchedule(midpoint, kappa),
            "step" => new StepSchedule(midpoint),
            "linear" => new LinearSchedule(midpoint, kappa),
            "cosine" => new CosineSchedule(midpoint, kappa),
            "success-gated" => new SuccessGatedSchedule(),
            "constant" => new ConstantSchedule(settings.Constant),
            _ => throw new DataException($"reward.schedule.kind = {settings.Kind}: expected one of {string.Join(", ", Names)}"),
        };
    }
}
