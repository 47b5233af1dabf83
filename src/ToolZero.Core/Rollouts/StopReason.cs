namespace ToolZero.Core.Rollouts;

/// <summary>Why a trajectory ended.</summary>
public enum StopReason
{
    /// <summary>The model emitted an end-of-sequence token; it is the last id and is trained.</summary>
    EndOfSequence = 0,

    /// <summary>The decoded text ended with one of the stop sequences.</summary>
    StopSequence = 1,

    /// <summary>The token budget was spent: the completion is truncated.</summary>
    Length = 2,
}
