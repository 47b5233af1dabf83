namespace ToolZero.Core.Environments;

/// <summary>What an environment did wrong in an episode; the worst of it.</summary>
public enum EnvironmentFault
{
    None = 0,

    /// <summary>An answer was longer than allowed and was cut.</summary>
    HugeAnswer = 1,

    /// <summary>A call threw; the model read the message.</summary>
    Threw = 2,

    /// <summary>A call outlived its deadline; the episode ended there.</summary>
    Hung = 3,

    /// <summary>Too many calls hang already, so none was begun; the episode ended there.</summary>
    Refused = 4,
}
