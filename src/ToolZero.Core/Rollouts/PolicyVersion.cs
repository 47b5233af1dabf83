namespace ToolZero.Core.Rollouts;

/// <summary>Number of optimiser steps that are in the weights: 0 is the base model.</summary>
public readonly record struct PolicyVersion(long Value)
{
    public PolicyVersion Next => new(Value + 1);

    public override string ToString() => $"v{Value}";
}
