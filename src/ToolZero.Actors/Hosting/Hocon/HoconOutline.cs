using System.Collections.Immutable;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Hosting.Hocon;

/// <summary>A line of a source: what a message about a configuration begins with.</summary>
internal readonly record struct HoconPlace(string Source, int Line)
{
    public DataException Error(string what) => new($"{Source}:{Line}: {what}");
}

/// <summary>The parts of a key or of a substitution, from the root.</summary>
internal readonly record struct HoconPath(string Joined)
{
    private const char Separator = '\0';

    public static HoconPath Of(IEnumerable<string> parts) => new(string.Join(Separator, parts));

    /// <summary>True when this is the other, or lies in it.</summary>
    public bool IsIn(HoconPath other) =>
        Joined.StartsWith(other.Joined, StringComparison.Ordinal) && (Joined.Length == other.Joined.Length || Joined[other.Joined.Length] == Separator);

    public override string ToString() => Joined.Replace(Separator, '.');
}

/// <summary>A value that is no section.</summary>
/// <param name="Key">What it belongs to; of the parts of a list, the key of the list.</param>
/// <param name="Length">Its characters.</param>
internal sealed record HoconLeaf(HoconPath Key, int Length);

/// <summary>A substitution: the value of <paramref name="Key"/> needs that of <paramref name="Target"/>.</summary>
internal sealed record HoconReference(HoconPath Key, HoconPath Target, HoconPlace Place);

/// <summary>An include, and the characters that it takes in the text.</summary>
internal sealed record HoconInclude(string Name, Range Span, HoconPlace Place);

/// <summary>What <see cref="HoconSyntax"/> found in a text that is sound.</summary>
/// <param name="Body">The text within its outermost braces, if it has some.</param>
internal sealed record HoconOutline(
    Range Body,
    ImmutableArray<HoconLeaf> Leaves,
    ImmutableArray<HoconReference> References,
    ImmutableArray<HoconInclude> Includes);
