namespace ToolZero.Core.Rewards.Schedules;

/// <summary>The paper's: 1 / (1 + exp(−kappa (t − m))).</summary>
public sealed record SigmoidSchedule(double Midpoint, double Kappa) : IWeightSchedule
{
    public string Name => "sigmoid";

    public double Weight(long step) => 1 / (1 + Math.Exp(-Kappa * (step - Midpoint)));
}

/// <summary>0 before the midpoint, 1 from it on.</summary>
public sealed record StepSchedule(double Midpoint) : IWeightSchedule
{
    public string Name => "step";

    public double Weight(long step) => step < Midpoint ? 0 : 1;
}

/// <summary>A straight line from 0 at m − 2/kappa to 1 at m + 2/kappa: the slope of the sigmoid at its midpoint.</summary>
public sealed record LinearSchedule(double Midpoint, double Kappa) : IWeightSchedule
{
    public string Name => "linear";

    public double Weight(long step) => Ramp.At(step, Midpoint, Kappa);
}

/// <summary>Half a cosine from 0 at m − 2/kappa to 1 at m + 2/kappa.</summary>
public sealed record CosineSchedule(double Midpoint, double Kappa) : IWeightSchedule
{
    public string Name => "cosine";

    public double Weight(long step) => (1 - Math.Cos(Math.PI * Ramp.At(step, Midpoint, Kappa))) / 2;
}

/// <summary>The same weight at every step.</summary>
public sealed record ConstantSchedule(double Value) : IWeightSchedule
{
    public string Name => "constant";

    public double Weight(long step) => Value;
}

internal static class Ramp
{
    /// <summary>Share of the way from m − 2/kappa to m + 2/kappa, in [0, 1].</summary>
    public static double At(long step, double midpoint, double kappa) => Math.Clamp((step - midpoint) * kappa / 4 + 0.5, 0, 1);
}
