using ToolZero.Core.Calls;
using ToolZero.Core.Evaluation.Python;
using ToolZero.Core.Formats;

namespace ToolZero.Core.Evaluation.Bfcl.Decoding;

/// <summary>A completion of one of our prompt formats as the leaderboard would store its result.</summary>
public static class CompletionResult
{
    /// <summary>
    /// Formats with Python calls give the text of the answer, which <see cref="PromptedDecoder"/> reads; formats with JSON calls give a list of
    /// <c>{name: arguments as JSON text}</c>, or a list of the prose, which decodes to no call.
    /// </summary>
    public static PyValue Of(ICallFormat format, CompletionReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        if (format is ToolZeroCalls) return new PyValue.Text(reading.Body);
        if (!reading.Calls.IsSuccess || reading.Calls.Calls.IsEmpty) return new PyValue.Sequence([new PyValue.Text(reading.Body)]);
        return new PyValue.Sequence([.. reading.Calls.Calls.Select(call => PyMapping.From([new(new PyValue.Text(call.Name), new PyValue.Text(Arguments(call)))]))]);
    }

    private static string Arguments(ToolCall call) =>
        PyJson.Write(PyMapping.From([.. call.Arguments.Select(a => KeyValuePair.Create<PyValue, PyValue>(new PyValue.Text(a.Name), PyJson.Of(a.Value)))]));
}
