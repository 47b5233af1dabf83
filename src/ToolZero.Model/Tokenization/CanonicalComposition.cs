using System.Collections;
using System.Text;

namespace ToolZero.Model.Tokenization;

/// <summary>
/// Unicode normalisation form C from tables of its own (Unicode 14), so that the same text gives the same tokens on every machine:
/// <see cref="string.Normalize()"/> silently does nothing under invariant globalisation and otherwise follows the installed ICU.
/// Lone surrogates become U+FFFD, as UTF-8 cannot carry them.
/// </summary>
public static class CanonicalComposition
{
    private const int HangulBase = 0xAC00;
    private const int LeadingBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailingBase = 0x11A7;
    private const int LeadingCount = 19;
    private const int VowelCount = 21;
    private const int TrailingCount = 28;
    private const int HangulCount = LeadingCount * VowelCount * TrailingCount;

    // Below this every code point is stable under composition.
    private const char FirstUnstable = '\u0300';

    private static readonly Dictionary<int, (int First, int Second)> Parts = [];
    private static readonly Dictionary<long, int> Composites = [];
    private static readonly Dictionary<int, int> Classes = [];

    // Code points that may change, or be changed by their neighbours: a text without any of them is already in form C.
    private static readonly BitArray Unstable = new(0x110000);

    static CanonicalComposition()
    {
        ReadOnlySpan<int> classes = CanonicalCompositionData.CombiningClasses;
        for (int i = 0; i < classes.Length; i += 3)
        {
            for (int point = classes[i]; point <= classes[i + 1]; point++)
            {
                Classes[point] = classes[i + 2];
                Unstable[point] = true;
            }
        }

        HashSet<int> notComposed = [.. CanonicalCompositionData.NotComposed];
        ReadOnlySpan<int> parts = CanonicalCompositionData.Decompositions;
        for (int i = 0; i < parts.Length; i += 3)
        {
            (int point, int first, int second) = (parts[i], parts[i + 1], parts[i + 2]);
            Parts[point] = (first, second);
            if (second == 0 || notComposed.Contains(point))
            {
                Unstable[point] = true;
                continue;
            }

            Composites[Key(first, second)] = point;
            Unstable[second] = true;
        }

        for (int i = 0; i < VowelCount; i++)
            Unstable[VowelBase + i] = true;
        for (int i = 1; i < TrailingCount; i++)
            Unstable[TrailingBase + i] = true;
    }

    /// <summary>The text in form C; the same instance where nothing changes.</summary>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsStable(text))
            return text;

        List<int> points = Decompose(text);
        Order(points);
        int length = Compose(points);
        StringBuilder result = new(text.Length);
        Span<char> units = stackalloc char[2];
        for (int i = 0; i < length; i++)
            result.Append(units[..new Rune(points[i]).EncodeToUtf16(units)]);
        return result.ToString();
    }

    private static bool IsStable(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char unit = text[i];
            if (unit < FirstUnstable)
                continue;
            if (!char.IsSurrogate(unit))
            {
                if (Unstable[unit])
                    return false;
                continue;
            }

            if (!Rune.TryGetRuneAt(text, i, out Rune rune) || Unstable[rune.Value])
                return false;
            i++;
        }

        return true;
    }

    private static List<int> Decompose(string text)
    {
        List<int> points = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            Decompose(rune.Value, points);
        return points;
    }

    private static void Decompose(int point, List<int> points)
    {
        int hangul = point - HangulBase;
        if ((uint)hangul < HangulCount)
        {
            points.Add(LeadingBase + (hangul / (VowelCount * TrailingCount)));
            points.Add(VowelBase + (hangul % (VowelCount * TrailingCount) / TrailingCount));
            if (hangul % TrailingCount != 0)
                points.Add(TrailingBase + (hangul % TrailingCount));
        }
        else if (Parts.TryGetValue(point, out (int First, int Second) parts))
        {
            Decompose(parts.First, points);
            if (parts.Second != 0)
                Decompose(parts.Second, points);
        }
        else
        {
            points.Add(point);
        }
    }

    /// <summary>Sorts each run of combining marks by class, equal classes in their order. A sort, not insertion: a run may be as long as the text.</summary>
    private static void Order(List<int> points)
    {
        for (int start = 0; start < points.Count; start++)
        {
            if (Class(points[start]) == 0)
                continue;
            int end = start + 1;
            bool sorted = true;
            for (; end < points.Count && Class(points[end]) is int kind and not 0; end++)
                sorted &= Class(points[end - 1]) <= kind;
            if (!sorted)
            {
                int[] run = [.. points[start..end].OrderBy(Class)];
                for (int i = 0; i < run.Length; i++)
                    points[start + i] = run[i];
            }

            start = end;
        }
    }

    /// <summary>Composes in place; returns how many code points are left.</summary>
    private static int Compose(List<int> points)
    {
        int length = 0;
        int starter = -1;
        int lastClass = 0;
        for (int i = 0; i < points.Count; i++)
        {
            int point = points[i];
            int kind = Class(point);
            bool adjacent = starter == length - 1;
            if (starter >= 0 && (adjacent || lastClass < kind) && (kind != 0 || adjacent) && Pair(points[starter], point) is int composite)
            {
                points[starter] = composite;
                continue;
            }

            if (kind == 0)
                starter = length;
            lastClass = kind;
            points[length++] = point;
        }

        return length;
    }

    private static int? Pair(int first, int second)
    {
        int leading = first - LeadingBase;
        int vowel = second - VowelBase;
        if ((uint)leading < LeadingCount && (uint)vowel < VowelCount)
            return HangulBase + (((leading * VowelCount) + vowel) * TrailingCount);
        int hangul = first - HangulBase;
        int trailing = second - TrailingBase;
        if ((uint)hangul < HangulCount && hangul % TrailingCount == 0 && trailing is > 0 and < TrailingCount)
            return first + trailing;
        return Composites.TryGetValue(Key(first, second), out int composite) ? composite : null;
    }

    private static int Class(int point) => point < FirstUnstable ? 0 : Classes.GetValueOrDefault(point);

    private static long Key(int first, int second) => ((long)first << 32) | (uint)second;
}
