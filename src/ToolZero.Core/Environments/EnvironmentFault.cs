namespace ToolZero.Core.Environments;

/// <summary>What an environment did wrong in an episode; the worst of it.</summary>
public enum EnvironmentFault
{
    None = 0,

    /// <summary>An answer was longer than allowed and was cut.</summary>
    HugeAnswer = 1,

    /// <summary>A call threw; the model read the message.</summary>
    Threw = 2,

    /// <summary>A call outlived its deadline, or the calls of an episode theirs; the episode ended there.</summary>
    Hung = 3,

    /// <summary>Too many calls hang already, so none was begun; the episode ended there.</summary>
    Refused = 4,
}

public static class EnvironmentFaults
{
    /// <summary>The environment did not answer: its episode says nothing about the model and has no reward.</summary>
    public static bool IsLoss(this EnvironmentFault fault) => fault is EnvironmentFault.Hung or EnvironmentFault.Refused;
}
