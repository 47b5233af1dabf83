using System.Collections.Immutable;
using ToolZero.Model.Weights;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Weights;

/// <summary>Why weights could not be fetched.</summary>
public enum FetchFault
{
    /// <summary>Nobody answers where the frames should be.</summary>
    Unreachable,

    /// <summary>The peer has moved on to newer weights.</summary>
    Gone,

    /// <summary>The connection ended or fell silent, or carried no frames.</summary>
    Broken,

    /// <summary>The deadline has passed.</summary>
    Overdue,

    /// <summary>All frames came, and their result is not what was announced.</summary>
    WrongHash,

    /// <summary>These are not weights of the model here.</summary>
    NotOurs,
}

/// <summary>What a fetch cost.</summary>
/// <param name="Receiving">Until the last frame was here.</param>
/// <param name="Verifying">From there until the hash was right.</param>
public sealed record FetchFigures(TimeSpan Receiving, TimeSpan Verifying);

/// <summary>How a fetch ended.</summary>
internal abstract record FetchResult
{
    private FetchResult()
    {
    }

    /// <summary>The weights are here and have the announced hash.</summary>
    /// <param name="Weights">On the CPU; who gets this owns them.</param>
    /// <param name="Deltas">To serve others with.</param>
    /// <param name="Figures">What it cost.</param>
    public sealed record Fetched(TensorSet Weights, ImmutableArray<DeltaPayload> Deltas, FetchFigures Figures) : FetchResult;

    /// <summary>The weights in force stay in force.</summary>
    public sealed record Failed(FetchFault Fault, string Reason) : FetchResult;
}
