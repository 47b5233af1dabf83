namespace ToolZero.Actors.Rollout;

/// <summary>How a rollout actor works.</summary>
/// <param name="Exclusive">η = 0: one lease in the engine at a time, so that its numbers do not depend on what else is computed; leases may say otherwise.</param>
/// <param name="GroupSize">Samples per group.</param>
/// <param name="MaxRows">Rows that the engine decodes side by side.</param>
/// <param name="ScoringDeadline">For the reward pool's answer.</param>
/// <param name="Resend">Period of the repeated request.</param>
public sealed record RolloutSettings(bool Exclusive, int GroupSize, int MaxRows, TimeSpan ScoringDeadline, TimeSpan Resend)
{
    /// <summary>Groups that may be held, scored ones that are not acknowledged included; no work is asked for beyond.</summary>
    public int MaxHeld { get; init; } = 256;

    /// <summary>Periods after which a group that is not acknowledged is delivered again.</summary>
    public int ResendAfter { get; init; } = 2;

    /// <summary>Periods that a worker with nothing left waits for the coordinator's leave to go; it may be gone itself.</summary>
    public int LeaveAfter { get; init; } = 5;

    /// <summary>Decode steps between two looks into the mailbox.</summary>
    public int StepsPerTick { get; init; } = 4;
}
