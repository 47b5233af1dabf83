using ToolZero.Core.Rewards.Schedules;

namespace ToolZero.Actors.Coordinator;

/// <summary>Values that an operator may change while the run goes on, beside the batch size and η of <see cref="CoordinatorSettings"/>.</summary>
/// <param name="LearningRate">Highest learning rate; the schedule scales it.</param>
/// <param name="ClipLow">The importance ratio is clipped below at 1 − this.</param>
/// <param name="ClipHigh">The importance ratio is clipped above at 1 + this.</param>
/// <param name="Temperature">Sampling temperature of rollouts.</param>
/// <param name="Schedule">How the weight of the strict reward grows.</param>
/// <param name="LogLevel">Least important messages that the actor systems log; empty = as each process was started.</param>
public sealed record LiveSettings(double LearningRate, double ClipLow, double ClipHigh, double Temperature, ScheduleSettings Schedule, string LogLevel = "")
{
    /// <summary>For a coordinator whose decisions do not depend on them.</summary>
    public static LiveSettings Default { get; } = new(3e-4, 0.2, 0.2, 1, new ScheduleSettings());
}

/// <summary>A live key that was changed.</summary>
/// <param name="Step">Optimiser steps in the newest policy at that moment: the first step that it holds for.</param>
/// <param name="Key">Path of the key.</param>
/// <param name="Before">Value before, as in a configuration file.</param>
/// <param name="After">Value since.</param>
public sealed record SettingChange(long Step, string Key, string Before, string After);
