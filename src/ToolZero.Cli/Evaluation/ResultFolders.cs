namespace ToolZero.Cli.Evaluation;

/// <summary>Where the leaderboard puts the files of a model.</summary>
internal static class ResultFolders
{
    /// <summary>A model's name as a folder: the leaderboard writes an underscore for the slash.</summary>
    public static string NameOf(string model) => string.Concat(model.Select(c => c == '/' || c == '\\' || char.IsControl(c) ? '_' : c));

    /// <summary><c>ROOT/result/MODEL</c>.</summary>
    public static string Results(string root, string model) => Path.Combine(root, "result", NameOf(model));

    /// <summary><c>ROOT/score/MODEL</c>.</summary>
    public static string Scores(string root, string model) => Path.Combine(root, "score", NameOf(model));
}
