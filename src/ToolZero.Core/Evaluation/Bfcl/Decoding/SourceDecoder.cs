using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Decoding;

/// <summary>
/// Reads a call written in Java or JavaScript source, <c>name(a=…, b=…)</c>. Of several statements the first counts, as for the leaderboard.
/// An argument is the text between its commas; a string literal loses its quotes. Time is linear.
/// </summary>
internal static class SourceDecoder
{
    public static BfclDecoding Decode(string source, BfclLanguage language)
    {
        var at = new SourceScanner(source, language == BfclLanguage.JavaScript);
        at.SkipBlank();
        if (at.AtEnd) return NoCall(language, "no call");
        if (SourceCallReader.Read(at, language) is not { } first) return BfclDecoding.Failed($"not a call at {at.Position}");
        var isSequence = false;
        for (at.SkipBlank(); !at.AtEnd; at.SkipBlank())
        {
            var isComma = at.Take(',');
            if (!isComma && !at.Take(';')) return BfclDecoding.Failed($"text after a call at {at.Position}");
            isSequence |= isComma;
            at.SkipBlank();
            if (at.AtEnd && !isComma) break;
            if (SourceCallReader.Read(at, language) is null) return BfclDecoding.Failed($"not a call at {at.Position}");
        }

        if (!isSequence) return BfclDecoding.Of([first]);

        // Calls with commas between them are one expression of JavaScript, which is no call, and no Java.
        return language == BfclLanguage.JavaScript ? NoCall(language, "a comma between calls") : BfclDecoding.Failed("a comma between calls");
    }

    /// <summary>What the leaderboard's parsers give where nothing calls: an empty dictionary for Java, None for JavaScript.</summary>
    private static BfclDecoding NoCall(BfclLanguage language, string error) =>
        BfclDecoding.WrongFormat(error, language == BfclLanguage.Java ? PyMapping.Empty : PyValue.None);
}
