using System.Collections.Immutable;

namespace ToolZero.Cli.Evaluation;

/// <summary>Where the leaderboard puts the files of a model.</summary>
internal static class ResultFolders
{
    /// <summary>The leaderboard's folders below a model's.</summary>
    private static readonly ImmutableArray<string> Groups = ["non_live", "live", "multi_turn", "agentic", "format_sensitivity"];

    /// <summary>A model's name as a folder: the leaderboard writes an underscore for the slash.</summary>
    public static string NameOf(string model) => string.Concat(model.Select(c => c == '/' || c == '\\' || char.IsControl(c) ? '_' : c));

    /// <summary>
    /// The model that results are of: the name of its folder, also where a group or one of the leaderboard's files in it is given; the name of
    /// any other file. A folder's name is whole, since it may hold points.
    /// </summary>
    public static string ModelOf(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!Directory.Exists(full))
        {
            if (!full.EndsWith("_result.json", StringComparison.Ordinal)) return Path.GetFileNameWithoutExtension(full);
            full = Path.GetDirectoryName(full)!;
        }

        if (Groups.Contains(Path.GetFileName(full))) full = Path.GetDirectoryName(full)!;
        return Path.GetFileName(full) is { Length: > 0 } name ? name : Path.GetFileNameWithoutExtension(path);
    }

    /// <summary><c>ROOT/result/MODEL</c>.</summary>
    public static string Results(string root, string model) => Path.Combine(root, "result", NameOf(model));

    /// <summary><c>ROOT/score/MODEL</c>.</summary>
    public static string Scores(string root, string model) => Path.Combine(root, "score", NameOf(model));
}
