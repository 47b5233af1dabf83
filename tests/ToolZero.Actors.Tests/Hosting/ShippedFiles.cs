using System.Text.RegularExpressions;
using ToolZero.Actors.Hosting;

namespace ToolZero.Actors.Tests.Hosting;

/// <summary>The repository's configuration files as texts.</summary>
internal static partial class ShippedFiles
{
    public static HoconFolder Folder { get; } = HoconFolder.Find();

    public static string Defaults => File.ReadAllText(Folder.DefaultsFile);

    public static string DocumentationFile => Path.Combine(Folder.Path, "..", "docs", "configuration.md");

    /// <summary>Every line <c>key = value</c> of toolzero.conf with its path, its text and the comment above it.</summary>
    public static IEnumerable<(string Path, string Value, string Comment)> Keys()
    {
        var sections = new Stack<string>();
        var comment = new List<string>();
        foreach (var line in Defaults.Split('\n').Select(l => l.Trim()))
        {
            if (line.StartsWith('#'))
            {
                comment.Add(line[1..].Trim());
                continue;
            }

            if (line.EndsWith('{')) sections.Push(line[..^1].Trim());
            else if (line == "}") sections.Pop();
            else if (Setting().Match(line) is { Success: true } m) yield return (string.Join('.', sections.Reverse().Append(m.Groups[1].Value)), m.Groups[2].Value, string.Join(' ', comment));
            comment.Clear();
        }
    }

    [GeneratedRegex("^([a-z0-9-]+) = (.*)$")]
    private static partial Regex Setting();
}
