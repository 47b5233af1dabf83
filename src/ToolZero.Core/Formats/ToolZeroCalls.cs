using System.Collections.Immutable;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Formats;

/// <summary>Tool-Zero: <c>&lt;think&gt;…&lt;/think&gt; &lt;answer&gt;[f(x=1)]&lt;/answer&gt;</c>, calls in Python's syntax.</summary>
public sealed class ToolZeroCalls : ICallFormat
{
    public static ToolZeroCalls Instance { get; } = new();

    public string Name => "tool-zero";

    public CompletionReading Read(string completion)
    {
        var layout = CompletionFormat.Read(completion);
        var calls = PythonCallParser.Parse(layout.Body);
        return new CompletionReading(layout.IsValid, layout.Reasoning, layout.Body, calls, calls.IsSuccess ? "" : layout.Body);
    }

    /// <summary>Strings in double quotes, as the published tool-calling data write them: a model may never have read the other ones.</summary>
    public string Write(ImmutableArray<ToolCall> calls) => PythonCallFormatter.Format(calls, QuoteStyle.Double);

    public string Complete(string reasoning, ImmutableArray<ToolCall> calls, string response) =>
        CompletionFormat.Write(reasoning, calls.IsEmpty && response.Length > 0 ? response : Write(calls));

    public string? Problem(ImmutableArray<ToolCall> calls)
    {
        var text = Write(calls);
        var parse = PythonCallParser.Parse(text);
        if (!parse.IsSuccess) return $"cannot be written as a Python-style call: {parse.Error} at character {parse.Position} of {Excerpt(text)}";
        return parse.Calls.SequenceEqual(calls) ? null : $"does not read back equal from {Excerpt(text)}";
    }

    private static string Excerpt(string text) => text.Length <= 80 ? text : text[..77] + "...";
}
