using System.Text;
using Akka.Configuration;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Hosting.Hocon;

/// <summary>A configuration text and all that it includes, checked, as one text for the published parser.</summary>
internal sealed class HoconDocument
{
    private readonly StringBuilder _whole = new();
    private readonly List<HoconLeaf> _leaves = [];
    private readonly List<HoconReference> _references = [];
    private readonly Stack<string> _files = new();
    private int _characters;
    private int _includes;

    private HoconDocument()
    {
    }

    /// <exception cref="DataException">The file cannot be read, or is no HOCON: file, line, what is wrong and the remedy.</exception>
    public static Config ReadFile(string path) => Read(HoconFile.Read(path), path);

    /// <param name="source">Where the text is from: its includes are beside it.</param>
    /// <exception cref="DataException">The text is no HOCON: source, line, what is wrong and the remedy.</exception>
    public static Config Read(string text, string source)
    {
        var document = new HoconDocument();
        document.Add(text, source);
        return document.Parse(source);
    }

    private Config Parse(string source)
    {
        if (_references.Count > HoconLimits.References) throw new DataException($"{source}: more than {HoconLimits.References} substitutions, those of included files counted");
        HoconReferences.Check(_leaves, _references);
        try
        {
            return ConfigurationFactory.ParseString(_whole.ToString());
        }
        catch (Exception e) when (e is FormatException or ConfigurationException)
        {
            // Whether a substitution leads somewhere is known to the parser alone.
            var dangling = _references.FirstOrDefault(r => e.Message.EndsWith($" {r.Target}", StringComparison.Ordinal));
            throw dangling?.Place.Error($"${{{dangling.Target}}} names no key; write the key before, or the value") ?? new DataException($"{source}: {e.Message}", e);
        }
    }

    private void Add(string text, string source)
    {
        _characters += text.Length;
        if (_characters > HoconLimits.Characters) throw new DataException($"{source}: more than {HoconLimits.Characters} characters, those of included files counted");
        var outline = HoconSyntax.Read(text, source);
        _leaves.AddRange(outline.Leaves);
        _references.AddRange(outline.References);
        var at = outline.Body.Start.Value;
        foreach (var include in outline.Includes)
        {
            _whole.Append(text, at, include.Span.Start.Value - at);
            at = include.Span.End.Value;
            Add(include);
        }

        // The parser looks one character ahead and takes the last one for text.
        _whole.Append(text, at, outline.Body.End.Value - at).Append("\n\n");
    }

    private void Add(HoconInclude include)
    {
        var file = include.Place.Source;
        var path = Path.GetFullPath(include.Name, Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".");
        if (_files.Contains(path)) throw include.Place.Error($"{include.Name} includes itself");
        if (++_includes > HoconLimits.Includes) throw include.Place.Error($"more than {HoconLimits.Includes} includes");
        _files.Push(path);
        Add(HoconFile.Read(path), path);
        _files.Pop();
    }
}
