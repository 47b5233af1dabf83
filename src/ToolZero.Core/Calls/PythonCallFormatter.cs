using System.Globalization;
using System.Text;

namespace ToolZero.Core.Calls;

/// <summary>
/// Writes calls in the syntax that <see cref="PythonCallParser"/> reads: <c>[f(a='x', b=2)]</c>, values as Python's <c>repr</c>.
/// Tuples are written as lists. Parsing the result gives equal calls, provided that names are identifiers.
/// </summary>
public static class PythonCallFormatter
{
    public static string Format(IEnumerable<ToolCall> calls, QuoteStyle quotes = QuoteStyle.Single)
    {
        var text = new StringBuilder("[");
        foreach (var call in calls)
        {
            if (text.Length > 1) text.Append(", ");
            Append(text, call, quotes);
        }

        return text.Append(']').ToString();
    }

    public static string FormatCall(ToolCall call, QuoteStyle quotes = QuoteStyle.Single)
    {
        var text = new StringBuilder();
        Append(text, call, quotes);
        return text.ToString();
    }

    public static string FormatValue(CallValue value, QuoteStyle quotes = QuoteStyle.Single)
    {
        var text = new StringBuilder();
        Append(text, value, quotes);
        return text.ToString();
    }

    /// <summary>Python's <c>repr</c> of a float: shortest digits that round-trip, exponent below 1e-4 and from 1e16; infinity as 1e999.</summary>
    /// <exception cref="ArgumentException">NaN, which has no literal.</exception>
    public static string FormatReal(double value)
    {
        if (double.IsNaN(value)) throw new ArgumentException("NaN has no Python literal", nameof(value));
        if (double.IsInfinity(value)) return value > 0 ? "1e999" : "-1e999";
        if (value == 0) return double.IsNegative(value) ? "-0.0" : "0.0";

        // "R" gives the shortest digits; only its layout differs from Python's.
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var e = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = e < 0 ? shortest : shortest[..e];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var point = (dot < 0 ? mantissa.Length : dot) + (e < 0 ? 0 : int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        point -= digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');

        var sign = value < 0 ? "-" : "";
        var exponent = point - 1;
        if (exponent is < -4 or >= 16)
        {
            var power = Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
            return $"{sign}{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{power}";
        }

        if (point <= 0) return $"{sign}0.{new string('0', -point)}{digits}";
        return point >= digits.Length ? $"{sign}{digits.PadRight(point, '0')}.0" : $"{sign}{digits[..point]}.{digits[point..]}";
    }

    private static void Append(StringBuilder text, ToolCall call, QuoteStyle quotes)
    {
        text.Append(call.Name).Append('(');
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            if (i > 0) text.Append(", ");
            text.Append(call.Arguments[i].Name).Append('=');
            Append(text, call.Arguments[i].Value, quotes);
        }

        text.Append(')');
    }

    private static void Append(StringBuilder text, CallValue value, QuoteStyle quotes)
    {
        switch (value)
        {
            case CallValue.Text t: AppendString(text, t.Value, quotes); break;
            case CallValue.Integer i: text.Append(i.Value.ToString(CultureInfo.InvariantCulture)); break;
            case CallValue.Real r: text.Append(FormatReal(r.Value)); break;
            case CallValue.Boolean b: text.Append(b.Value ? "True" : "False"); break;
            case CallValue.Sequence s: AppendJoined(text, '[', s.Items, item => Append(text, item, quotes), ']'); break;
            case CallValue.Mapping m:
                AppendJoined(text, '{', m.Entries, entry =>
                {
                    AppendKey(text, entry.Key, quotes);
                    text.Append(": ");
                    Append(text, entry.Value, quotes);
                }, '}');
                break;
            default: text.Append("None"); break;
        }
    }

    /// <summary>A key that is a sequence was a tuple; a list could not be one.</summary>
    private static void AppendKey(StringBuilder text, CallValue key, QuoteStyle quotes)
    {
        if (key is not CallValue.Sequence tuple)
        {
            Append(text, key, quotes);
            return;
        }

        AppendJoined(text, '(', tuple.Items, item => AppendKey(text, item, quotes), tuple.Items.Length == 1 ? ',' : ')');
        if (tuple.Items.Length == 1) text.Append(')');
    }

    private static void AppendJoined<T>(StringBuilder text, char open, IReadOnlyList<T> items, Action<T> append, char close)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Append(", ");
            append(items[i]);
        }

        text.Append(close);
    }

    private static void AppendString(StringBuilder text, string value, QuoteStyle quotes)
    {
        var (wanted, other) = quotes == QuoteStyle.Single ? ('\'', '"') : ('"', '\'');
        var quote = value.Contains(wanted, StringComparison.Ordinal) && !value.Contains(other, StringComparison.Ordinal) ? other : wanted;
        text.Append(quote);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == quote || c == '\\') text.Append('\\').Append(c);
            else if (c is >= ' ' and <= '~') text.Append(c);
            else if (c == '\n') text.Append("\\n");
            else if (c == '\r') text.Append("\\r");
            else if (c == '\t') text.Append("\\t");
            else if (!Rune.TryGetRuneAt(value, i, out var rune)) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
            {
                AppendRune(text, rune);
                i += rune.Utf16SequenceLength - 1;
            }
        }

        text.Append(quote);
    }

    private static void AppendRune(StringBuilder text, Rune rune)
    {
        var printable = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
        _ = printable ? text.Append(rune.ToString())
            : rune.Value <= 0xFF ? text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}")
            : rune.Value <= 0xFFFF ? text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}")
            : text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
    }
}
