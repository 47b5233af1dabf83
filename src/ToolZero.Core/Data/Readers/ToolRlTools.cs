using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Core.Calls;
using ToolZero.Core.Json;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// Reads the tools out of ToolRL's system text: <c>1. Name: …</c>, <c>Description: …</c>, <c>Parameters: {…}</c> as JSON or as a Python
/// dictionary; or, in its API-Bank files, <c>1. Name: description</c>.
/// </summary>
internal static class ToolRlTools
{
    private const string Heading = "**Available Tools**";
    private const string After = "\n\n**";
    private const string NameMark = "Name: ";
    private const string DescriptionMark = "\nDescription: ";
    private const string ParametersMark = "\nParameters: ";

    /// <exception cref="FieldException">There is no list of tools, or a tool of it cannot be read.</exception>
    public static ImmutableArray<ToolSchema> Read(JsonField system)
    {
        var text = system.AsText();
        var start = text.IndexOf(Heading, StringComparison.Ordinal);
        if (start < 0) throw system.Error($"no list of tools: \"{Heading}\" is expected");
        var end = text.IndexOf(After, start + Heading.Length, StringComparison.Ordinal);
        var list = end < 0 ? text[start..] : text[start..end];

        var tools = ImmutableArray.CreateBuilder<ToolSchema>();
        var at = IndexOfNumber(list, 1, 0);
        while (at >= 0)
        {
            var number = tools.Count + 1;
            var next = IndexOfNumber(list, number + 1, at);
            tools.Add(ReadTool(system, number, list[at..(next < 0 ? list.Length : next)]));
            at = next;
        }

        return tools.ToImmutable();
    }

    /// <summary>Where the line of this number begins, from <paramref name="from"/> on; -1 when there is none. Numbers count up, so others inside a description are passed over.</summary>
    private static int IndexOfNumber(string list, int number, int from)
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"\n{number}. ");
        var at = list.IndexOf(mark, from, StringComparison.Ordinal);
        return at < 0 ? -1 : at + 1;
    }

    private static ToolSchema ReadTool(JsonField system, int number, string text)
    {
        var parametersAt = text.LastIndexOf(ParametersMark, StringComparison.Ordinal);
        if (parametersAt < 0) throw system.Error($"tool {number}: \"Parameters:\" is missing");
        var head = text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..parametersAt];
        string name, description;
        if (head.StartsWith(NameMark, StringComparison.Ordinal))
        {
            var cut = head.IndexOf(DescriptionMark, StringComparison.Ordinal);
            (name, description) = cut < 0 ? (head[NameMark.Length..], "") : (head[NameMark.Length..cut], head[(cut + DescriptionMark.Length)..]);
        }
        else
        {
            var cut = head.IndexOf(": ", StringComparison.Ordinal);
            (name, description) = cut < 0 ? (head, "") : (head[..cut], head[(cut + 2)..]);
        }

        var parameters = Dictionary(text[(parametersAt + ParametersMark.Length)..].Trim(), out var error)
            ?? throw system.Error($"tool {number} ({name.Trim()}): parameters: {error}");
        return FlatTool.Read(name.Trim(), description.Trim(), parameters, system);
    }

    /// <summary>A dictionary in JSON, else in Python's spelling.</summary>
    public static CallValue.Mapping? Dictionary(string text, out string? error)
    {
        var json = PythonJsonReader.Parse(text);
        error = json.Error;
        var value = json.Value ?? PythonLiteral.Read(text, out error);
        if (value is CallValue.Mapping mapping) return mapping;
        error ??= "expected an object";
        return null;
    }
}
