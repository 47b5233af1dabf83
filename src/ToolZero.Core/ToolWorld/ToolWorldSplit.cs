namespace ToolZero.Core.ToolWorld;

/// <summary>Which of the two disjoint worlds a task comes from.</summary>
public enum ToolWorldSplit
{
    Training,
    HeldOut,
}
