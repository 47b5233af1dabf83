using Spectre.Console;
using Spectre.Console.Rendering;
using ToolZero.Actors.Admin;

namespace ToolZero.Cli.Admin;

/// <summary>The one look of all tables of <c>toolzero admin</c>.</summary>
internal static class AdminTable
{
    /// <summary>A cell with nothing to say.</summary>
    public const string None = "[grey]–[/]";

    /// <summary>Rows of markup.</summary>
    /// <param name="columns">Their names; those that begin with &gt; stand right, as numbers do.</param>
    /// <param name="rows">Their cells.</param>
    /// <param name="whenEmpty">What is said when there is no row.</param>
    public static IRenderable Of(string[] columns, IEnumerable<string[]> rows, string whenEmpty)
    {
        var cells = rows.ToList();
        if (cells.Count == 0) return new Text(whenEmpty);
        var grid = new Grid();
        for (var i = 0; i < columns.Length; i++)
        {
            var column = new GridColumn().PadLeft(0).PadRight(i == columns.Length - 1 ? 0 : 3);
            grid.AddColumn(columns[i][0] == '>' ? column.RightAligned().NoWrap() : i == 0 ? column.NoWrap() : column);
        }

        grid.AddRow([.. columns.Select(c => $"[grey]{c.TrimStart('>')}[/]")]);
        foreach (var row in cells) grid.AddRow(row);
        return grid;
    }

    public static string Name(string name) => name.Length == 0 ? None : $"[bold]{Markup.Escape(name)}[/]";

    /// <summary>A word in the colour of its meaning.</summary>
    public static string Status(string word)
    {
        var colour = AdminTones.Of(word) switch
        {
            AdminTone.Good => "green",
            AdminTone.Bad => "red",
            AdminTone.Passing => "yellow",
            _ => "default",
        };
        return $"[{colour}]{Markup.Escape(word)}[/]";
    }

    /// <summary>What a model wrote, or an error said, may hold control characters that would move the terminal's cursor.</summary>
    public static string Printable(string text) => Markup.Escape(string.Concat(text.Select(c => char.IsControl(c) && c != '\n' ? '\ufffd' : c)));
}
