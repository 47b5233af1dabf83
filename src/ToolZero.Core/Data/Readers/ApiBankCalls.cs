using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// Calls as API-Bank writes them: <c>[Name(key='value', other=San Francisco)]</c>. A value in Python's spelling is that value, whatever stands inside
/// its quotes and brackets; anything else up to the next <c>, key=</c> or the end of the call is a text.
/// </summary>
internal static partial class ApiBankCalls
{
    public static CallParse Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var direct = PythonCallParser.Parse(text);
        if (direct.IsSuccess) return direct;
        var body = text.Trim();
        if (body.Length > PythonCallParser.MaxLength || body.Contains('\0', StringComparison.Ordinal)) return direct;
        if (body.StartsWith('[') && body.EndsWith(']')) body = body[1..^1];
        var calls = ImmutableArray.CreateBuilder<ToolCall>();
        for (var at = 0; at < body.Length;)
        {
            var head = Head().Match(body, at);
            if (!head.Success) return CallParse.Failure("a name and '(' are expected", at);
            at = head.Index + head.Length;
            if (ReadArguments(body, ref at) is not { } arguments) return CallParse.Failure("a key and '=', or ')', are expected", at);
            calls.Add(new ToolCall(head.Groups[1].Value, arguments));
            if (calls.Count > PythonCallParser.MaxCalls) return CallParse.Failure($"more than {PythonCallParser.MaxCalls} calls", at);
            at = Separator().Match(body, at) is { Success: true } comma ? comma.Index + comma.Length : body.Length;
        }

        return CallParse.Success(calls.ToImmutable());
    }

    private static ImmutableArray<Argument>? ReadArguments(string body, ref int at)
    {
        var arguments = ImmutableArray.CreateBuilder<Argument>();
        while (at < body.Length && body[at] != ')')
        {
            var key = Key().Match(body, at);
            if (!key.Success) return null;
            at = key.Index + key.Length;
            var behind = at;
            if (PythonLiteral.ReadPrefix(body, ref behind) is { } literal && Closed().IsMatch(body, behind)) at = behind;
            else literal = null;
            var end = End().Match(body, at);
            var stop = end.Success ? end.Index : body.Length;
            arguments.Add(new Argument(key.Groups[1].Value, literal ?? new CallValue.Text(body[at..stop].Trim())));
            at = stop + (end.Success && end.Value.StartsWith(',') ? 1 : 0);
        }

        if (at >= body.Length) return null;
        at++;
        return arguments.ToImmutable();
    }

    [GeneratedRegex(@"\G\s*([A-Za-z_]\w*)\s*\(", RegexOptions.CultureInvariant)]
    private static partial Regex Head();

    [GeneratedRegex(@"\G\s*([A-Za-z_]\w*)\s*=", RegexOptions.CultureInvariant)]
    private static partial Regex Key();

    /// <summary>A literal is one only when the value ends behind it: <c>2034-01-01 10:00</c> is no 2034.</summary>
    [GeneratedRegex(@"\G\s*(?:,|\)|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Closed();

    /// <summary>Where a value ends: before the next key, or at a parenthesis that ends the call.</summary>
    [GeneratedRegex(@",(?=\s*[A-Za-z_]\w*\s*=)|\)(?=\s*(?:,\s*[A-Za-z_]\w*\s*\(|$))", RegexOptions.CultureInvariant)]
    private static partial Regex End();

    [GeneratedRegex(@"\G\s*,", RegexOptions.CultureInvariant)]
    private static partial Regex Separator();
}
