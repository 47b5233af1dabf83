namespace ToolZero.Core.Rewards.Schedules;

/// <summary>Weight of the strict reward over training: sigma(t) of Tool-Zero, Eq. 5, and its rivals. Immutable.</summary>
public interface IWeightSchedule
{
    /// <summary>Name in configuration: <c>reward.schedule.kind</c>.</summary>
    string Name { get; }

    /// <summary>Weight in [0, 1] at optimiser step <paramref name="step"/> (from 0).</summary>
    double Weight(long step);

    /// <summary>The schedule after a batch with this share of exact answers; schedules of time alone return themselves.</summary>
    IWeightSchedule Advance(double astRate) => this;
}
