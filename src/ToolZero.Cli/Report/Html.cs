using System.Xml;
using System.Xml.Linq;

namespace ToolZero.Cli.Report;

/// <summary>Elements of the page. Everything is built as a tree, so text from models and data can never become markup.</summary>
internal static class Html
{
    /// <summary>An element that is closed by a tag of its own even when it is empty, as HTML wants it.</summary>
    public static XElement Tag(string name, string? style, params object?[] content) =>
        new(name, style is null ? null : new XAttribute("class", style), content, "");

    /// <summary>An element of a drawing.</summary>
    public static XElement Shape(string name, string? style, params (string Name, string Value)[] attributes) =>
        new(name, style is null ? null : new XAttribute("class", style), attributes.Select(a => new XAttribute(a.Name, a.Value)));

    /// <summary>The text with what no page may hold (control characters, halves of surrogate pairs) replaced by U+FFFD.</summary>
    public static string Text(string text)
    {
        var clean = new char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) (clean[i], clean[i + 1], i) = (text[i], text[i + 1], i + 1);
            else clean[i] = XmlConvert.IsXmlChar(text[i]) ? text[i] : '\ufffd';
        }

        return new string(clean);
    }
}
