using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace ToolZero.Web.Dashboard.Parts;

/// <summary>What a stretch of a completion is.</summary>
public enum PieceKind
{
    Plain,
    Thought,
    Call,
}

/// <summary>A stretch of a completion. Pure.</summary>
public sealed partial record TextPiece(PieceKind Kind, string Text)
{
    /// <summary>A completion in order, cut where the model says that it thinks or calls; text that never ends its thought is one to the end.</summary>
    public static ImmutableArray<TextPiece> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pieces = ImmutableArray.CreateBuilder<TextPiece>();
        var at = 0;
        foreach (var match in Marked().EnumerateMatches(text))
        {
            if (match.Index > at) pieces.Add(new TextPiece(PieceKind.Plain, text[at..match.Index]));
            var piece = text.Substring(match.Index, match.Length);
            pieces.Add(new TextPiece(piece.StartsWith("<think>", StringComparison.Ordinal) ? PieceKind.Thought : PieceKind.Call, piece));
            at = match.Index + match.Length;
        }

        if (at < text.Length) pieces.Add(new TextPiece(PieceKind.Plain, text[at..]));
        return pieces.ToImmutable();
    }

    [GeneratedRegex("<think>.*?(</think>|$)|<tool_call>.*?(</tool_call>|$)|<answer>.*?(</answer>|$)", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Marked();
}
