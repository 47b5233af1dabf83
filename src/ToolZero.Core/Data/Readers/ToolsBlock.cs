using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ToolZero.Core.Calls;
using ToolZero.Core.Formats;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// The tools that a system turn lists between <c>&lt;tools&gt;</c> and its end: Hermes as one JSON list, Qwen as one object a line. A mention of the
/// tags, with nothing between them, is passed over.
/// </summary>
internal sealed partial class ToolsBlock
{
    private const string Open = "<tools>";
    private const string Close = "</tools>";

    // The sentence that Qwen's template begins its section of tools with, and that names no tag.
    private const string Heading = "# Tools\n\nYou may call one or more functions to assist with the user query.";

    private static readonly string[] Tags = [Open, Close, TagBlocks.CallOpen, TagBlocks.CallClose];

    private readonly string _text;
    private readonly Range _block;
    private readonly int _inner;

    private ToolsBlock(string text, Range block, int inner) => (_text, _block, _inner) = (text, block, inner);

    /// <summary>Null when the text lists no tools.</summary>
    public static ToolsBlock? Find(string text)
    {
        for (var open = text.IndexOf(Open, StringComparison.Ordinal); open >= 0; open = text.IndexOf(Open, open + Open.Length, StringComparison.Ordinal))
        {
            var inner = open + Open.Length;
            while (inner < text.Length && PythonText.IsSpace(text[inner])) inner++;
            if (inner == text.Length || text[inner] is not ('[' or '{')) continue;
            var close = text.IndexOf(Close, inner, StringComparison.Ordinal);
            return new ToolsBlock(text, open..(close < 0 ? text.Length : close + Close.Length), inner);
        }

        return null;
    }

    /// <summary>The tools as one list.</summary>
    /// <exception cref="FieldException">They are no JSON, or the block has no end.</exception>
    public EmbeddedJson Read(JsonField field)
    {
        if (!_text[_block].EndsWith(Close, StringComparison.Ordinal)) throw field.Error($"the {Open} at character {_block.Start.Value} has no end");
        var tools = _text[_inner..(_block.End.Value - Close.Length)];
        try
        {
            return EmbeddedJson.Of(tools[0] == '[' ? JsonDocument.Parse(tools) : Lines(tools), field.Path);
        }
        catch (JsonException)
        {
            var fault = JsonFaults.Find(Encoding.UTF8.GetBytes(tools), isSequence: tools[0] == '{');
            throw field.Error(fault is null
                ? $"the list of tools at character {_inner} {JsonFaults.TooDeep}"
                : $"the list of tools at character {_inner} is malformed at byte {fault.BytePositionInLine} of its line {fault.LineNumber + 1}");
        }
    }

    /// <summary>What else the text says. Sentences that name the tags, and the example of a call, are the prompt format's business.</summary>
    public string Rest()
    {
        var (before, after) = (_text[.._block.Start], _text[_block.End..]);
        var gap = before.EndsWith('\n') || after.StartsWith('\n') ? "\n" : " ";
        return string.Join(gap, new[] { before, after }.Select(text => Said(text).Replace(Heading, "", StringComparison.Ordinal).Trim()).Where(text => text.Length > 0));
    }

    private static JsonDocument Lines(string objects)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(objects), new JsonReaderOptions { AllowMultipleValues = true });
        var list = new StringBuilder("[");
        while (reader.Read())
        {
            using var value = JsonDocument.ParseValue(ref reader);
            list.Append(list.Length > 1 ? "," : "").Append(value.RootElement.GetRawText());
        }

        return JsonDocument.Parse(list.Append(']').ToString());
    }

    private static string Said(string text)
    {
        var said = new StringBuilder();
        var sentences = SentenceEnd().Split(text);
        var lastClose = Array.FindLastIndex(sentences, s => s.Contains(TagBlocks.CallClose, StringComparison.Ordinal));
        var isExample = false;
        for (var i = 0; i < sentences.Length; i++)
        {
            var opened = TagBlocks.Count(sentences[i], TagBlocks.CallOpen) - TagBlocks.Count(sentences[i], TagBlocks.CallClose);
            var isFormat = isExample || Array.Exists(Tags, tag => sentences[i].Contains(tag, StringComparison.Ordinal));
            isExample = (isExample || opened > 0) && opened >= 0 && i < lastClose;
            if (!isFormat) said.Append(sentences[i]);
        }

        return said.ToString();
    }

    /// <summary>Between a full stop and the white space behind it, and behind the end of a line.</summary>
    [GeneratedRegex(@"(?<=[.!?:])(?=\s)|(?<=\n)", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();
}
