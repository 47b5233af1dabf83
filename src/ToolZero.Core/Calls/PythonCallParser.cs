using System.Collections.Immutable;

namespace ToolZero.Core.Calls;

/// <summary>
/// Parses the body of an answer: a list of Python calls, or one bare call, with keyword arguments whose values are literals. Anything
/// else (a positional argument, a repeated keyword, unpacking, a name as a value, text around it) makes the whole body unparsable.
/// Nothing is evaluated. Time is linear in the length; depth, length and count are bounded.
/// </summary>
/// <remarks>
/// Literals are str, int, float, bool, None, list, tuple and dict as Python spells them. Refused although Python has them: bytes, f-strings,
/// complex numbers, sets, <c>\N{…}</c> escapes. Accepted although Python refuses them: reserved words as parameter names (<c>from</c>,
/// <c>class</c>), because real tools have them.
/// </remarks>
public static class PythonCallParser
{
    /// <summary>Longest text, in UTF-16 units.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Deepest nesting of brackets, the call's own included.</summary>
    public const int MaxDepth = 64;

    /// <summary>Most calls in one body.</summary>
    public const int MaxCalls = 256;

    /// <summary>Parses <paramref name="text"/>; surrounding white space is ignored. Never throws on content.</summary>
    public static CallParse Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength) return CallParse.Failure($"longer than {MaxLength} characters", MaxLength);
        if (text.IndexOf('\0', StringComparison.Ordinal) is var nul and >= 0) return CallParse.Failure("NUL character", nul);

        var start = 0;
        while (start < text.Length && PythonText.IsSpace(text[start])) start++;
        var at = new PythonScanner(text[..(start + PythonText.Trim(text).Length)]) { Position = start };
        at.SkipLines();
        var calls = ImmutableArray.CreateBuilder<ToolCall>();
        if (!TryReadBody(at, calls)) return CallParse.Failure(at.Error!, at.ErrorPosition);
        at.SkipLines();
        return at.AtEnd ? CallParse.Success(calls.ToImmutable()) : CallParse.Failure("text after the calls", at.Position);
    }

    private static bool TryReadBody(PythonScanner at, ImmutableArray<ToolCall>.Builder calls)
    {
        at.SkipBlank();
        if (at.Current == '(') return at.Open() && TryReadBody(at, calls) && at.Close(')');
        if (at.Current != '[') return TryReadCall(at, calls);
        if (!at.Open()) return false;
        at.SkipBlank();
        while (!at.AtEnd && at.Current != ']')
        {
            if (!TryReadItem(at, calls)) return false;
            at.SkipBlank();
            if (!at.TryTake(',')) break;
            at.SkipBlank();
        }

        return at.Close(']');
    }

    private static bool TryReadItem(PythonScanner at, ImmutableArray<ToolCall>.Builder calls)
    {
        at.SkipBlank();
        return at.Current == '(' ? at.Open() && TryReadItem(at, calls) && at.Close(')') : TryReadCall(at, calls);
    }

    private static bool TryReadCall(PythonScanner at, ImmutableArray<ToolCall>.Builder calls)
    {
        if (calls.Count == MaxCalls) return at.Fail($"more than {MaxCalls} calls");
        if (!TryReadName(at, out var name)) return false;
        at.SkipBlank();
        if (at.Current != '(') return at.Fail("'(' expected after a function name");
        if (!at.Open()) return false;

        var arguments = ImmutableArray.CreateBuilder<Argument>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        at.SkipBlank();
        while (!at.AtEnd && at.Current != ')')
        {
            if (at.TakeIdentifier() is not { } keyword) return at.Fail("keyword argument expected");
            if (IsConstant(keyword)) return at.Fail("positional argument");
            at.SkipBlank();
            if (at.Current != '=' || at.Peek(1) == '=') return at.Fail("'=' expected: only keyword arguments are allowed");
            at.Position++;
            if (!seen.Add(keyword)) return at.Fail($"keyword '{keyword}' repeated");
            if (!PythonValueReader.TryRead(at, out var value, out _)) return false;
            arguments.Add(new Argument(keyword, value));
            at.SkipBlank();
            if (!at.TryTake(',')) break;
            at.SkipBlank();
        }

        calls.Add(new ToolCall(name, arguments.ToImmutable()));
        return at.Close(')');
    }

    private static bool TryReadName(PythonScanner at, out string name)
    {
        name = "";
        var parts = new List<string>();
        do
        {
            at.SkipBlank();
            if (at.TakeIdentifier() is not { } part) return at.Fail("function name expected");
            if (IsConstant(part)) return at.Fail("not a function name");
            parts.Add(part);
            at.SkipBlank();
        }
        while (at.TryTake('.'));

        name = string.Join('.', parts);
        return true;
    }

    private static bool IsConstant(string word) => word is "True" or "False" or "None";
}
