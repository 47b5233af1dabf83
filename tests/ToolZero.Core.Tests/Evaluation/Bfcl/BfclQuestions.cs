using ToolZero.Core.Evaluation.Bfcl;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Evaluation.Bfcl;

/// <summary>The questions of the shared data by their ids, read once.</summary>
internal static class BfclQuestions
{
    private static readonly Lazy<Dictionary<string, BfclQuestion>> Read = new(() =>
        BfclCategories.All.SelectMany(c => BfclReader.Read(SharedData.Require("bfcl"), c)).ToDictionary(q => q.Id, StringComparer.Ordinal));

    public static IReadOnlyDictionary<string, BfclQuestion> ById
    {
        get
        {
            SharedData.Require("bfcl");
            return Read.Value;
        }
    }
}
