using ToolZero.Core.Evaluation.Bfcl;

namespace ToolZero.Cli.Evaluation;

/// <summary>Where the leaderboard puts the files of a model.</summary>
internal static class BfclFolders
{
    /// <summary>A model's name as a folder: the leaderboard writes an underscore for the slash.</summary>
    public static string NameOf(string model) => string.Concat(model.Select(c => c == '/' || c == '\\' || char.IsControl(c) ? '_' : c));

    /// <summary><c>ROOT/result/MODEL</c>.</summary>
    public static string Results(string root, string model) => Path.Combine(root, "result", NameOf(model));

    /// <summary><c>ROOT/result/MODEL/GROUP/BFCL_v4_CATEGORY_result.json</c>.</summary>
    public static string ResultFile(string root, string model, BfclCategory category) => Path.Combine(Results(root, model), category.Group, category.ResultFile);
}
