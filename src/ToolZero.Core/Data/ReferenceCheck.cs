using System.Collections.Immutable;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Data;

/// <summary>Holds a reference against the syntax that the policy must write: what cannot be written cannot be learned.</summary>
internal static class ReferenceCheck
{
    /// <summary>Null when the calls can be written and read back equal, else why not.</summary>
    public static string? Problem(ImmutableArray<ToolCall> calls)
    {
        var text = PythonCallFormatter.Format(calls);
        var parse = PythonCallParser.Parse(text);
        if (!parse.IsSuccess) return $"cannot be written as a Python-style call: {parse.Error} at character {parse.Position} of {Excerpt(text)}";
        return parse.Calls.SequenceEqual(calls) ? null : $"does not read back equal from {Excerpt(text)}";
    }

    /// <summary>Null when some call format can write the calls, JSON or Python's syntax, else why none can.</summary>
    public static string? Unwritable(ImmutableArray<ToolCall> calls) => calls.All(IsJson) ? null : Problem(calls);

    private static bool IsJson(ToolCall call) =>
        call.Name.Length > 0 && CallValueJson.CanWrite(new CallValue.Text(call.Name))
        && call.Arguments.All(a => CallValueJson.CanWrite(new CallValue.Text(a.Name)) && CallValueJson.CanWrite(a.Value));

    /// <summary>True when the name can stand before the parenthesis of a call.</summary>
    public static bool IsCallable(string name) =>
        PythonCallParser.Parse($"{name}()") is { IsSuccess: true } parse && parse.Calls is [var call] && call.Name == name;

    private static string Excerpt(string text) => text.Length <= 80 ? text : text[..77] + "...";
}
