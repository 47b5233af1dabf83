namespace ToolZero.Core.Data.Readers;

/// <summary>Which of the assistant's turns in a dialogue become tasks.</summary>
public enum TurnChoice
{
    /// <summary>Turns that make calls, and turns that answer the user without one: there not to call is right.</summary>
    Questions,

    /// <summary>Turns that make calls.</summary>
    Calls,

    /// <summary>Every turn, also those that only report what a tool returned.</summary>
    All,
}
