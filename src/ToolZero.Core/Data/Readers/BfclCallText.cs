using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// One call of BFCL's multi-turn answers, <c>sort('report.txt')</c> or <c>mv(source='a', destination='b')</c>: arguments without a keyword get the
/// names of the tool's parameters, in order.
/// </summary>
internal static class BfclCallText
{
    /// <exception cref="FieldException">It is no call, or calls no tool.</exception>
    public static ToolCall Read(JsonField field, ImmutableArray<ToolSchema> tools)
    {
        var text = field.AsText().Trim();
        if (Parse(text) is { } call) return call;
        var at = text.IndexOf('(', StringComparison.Ordinal) + 1;
        if (text.Length > PythonCallParser.MaxLength || text.Contains('\0', StringComparison.Ordinal) || at < 2) throw field.Error("expected a call");
        var name = text[..(at - 1)].Trim();
        var tool = tools.FirstOrDefault(t => t.Name == name) ?? throw field.Error($"calls \"{name}\", which is not among the functions");
        var arguments = ImmutableArray.CreateBuilder<Argument>();
        while (Positional(text, ref at) is { } value)
        {
            if (arguments.Count == tool.Parameters.Length) throw field.Error($"more arguments than \"{name}\" has parameters");
            arguments.Add(new Argument(tool.Parameters[arguments.Count].Name, value));
            if (text[at++] == ')') return at == text.Length ? new ToolCall(name, arguments.ToImmutable()) : throw field.Error($"text behind the call of \"{name}\"");
        }

        var rest = Parse($"{name}({text[at..]}") ?? throw field.Error($"the arguments of \"{name}\" cannot be read from character {at}");
        arguments.AddRange(rest.Arguments);
        return new ToolCall(name, arguments.ToImmutable());
    }

    private static ToolCall? Parse(string text) => PythonCallParser.Parse(text) is { IsSuccess: true, Calls: [var call] } ? call : null;

    /// <summary>The value at <paramref name="at"/> with a comma or the closing parenthesis behind it, which <paramref name="at"/> is moved to; null when it is none.</summary>
    private static CallValue? Positional(string text, ref int at)
    {
        var behind = at;
        while (behind < text.Length && text[behind] == ' ') behind++;
        if (PythonLiteral.ReadPrefix(text, ref behind) is not { } value) return null;
        while (behind < text.Length && text[behind] == ' ') behind++;
        if (behind == text.Length || text[behind] is not (',' or ')')) return null;
        at = behind;
        return value;
    }
}
