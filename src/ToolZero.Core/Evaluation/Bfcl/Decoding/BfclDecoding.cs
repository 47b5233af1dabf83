using System.Collections.Immutable;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Decoding;

/// <summary>What the decoder made of a model's output.</summary>
/// <param name="Calls">In the order written; empty on failure.</param>
/// <param name="ErrorType">Null on success, else <see cref="BfclErrors.DecoderFailed"/> or <see cref="BfclErrors.WrongFormat"/>.</param>
/// <param name="Error">One clause on failure, else null.</param>
public sealed record BfclDecoding(ImmutableArray<BfclCall> Calls, string? ErrorType, string? Error)
{
    public bool IsSuccess => ErrorType is null;

    /// <summary>What was decoded where it is no list of calls, for score files; null on success, and where nothing was decoded.</summary>
    public PyValue? Other { get; private init; }

    public static BfclDecoding Of(ImmutableArray<BfclCall> calls) => new(calls, null, null);

    public static BfclDecoding Failed(string error) => new([], BfclErrors.DecoderFailed, error);

    public static BfclDecoding WrongFormat(string error, PyValue decoded) => new([], BfclErrors.WrongFormat, error) { Other = decoded };
}
