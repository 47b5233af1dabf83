using System.Globalization;
using System.Text.Json;
using ToolZero.Actors.Ledger;

namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>What a run left in its folder.</summary>
internal sealed record RunFiles(string Folder)
{
    public string Ledger => At("ledger.db");

    public string Metrics => At("metrics.jsonl");

    public string Checkpoints => At("checkpoints");

    public JsonElement Summary => JsonDocument.Parse(File.ReadAllText(At("summary.json"))).RootElement;

    public string WeightsSha256 => Summary.GetProperty("weightsSha256").GetString()!;

    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>One metric of all steps, in the order of the file.</summary>
    public IReadOnlyList<double> Metric(string name) =>
        [.. File.ReadLines(Metrics).Select(line => JsonDocument.Parse(line).RootElement.GetProperty(name).GetDouble())];

    /// <summary>The run is whole: every step once, a balanced ledger with nothing left over or lost, no file that is half written.</summary>
    public void AssertFinished(int steps, int batch)
    {
        Assert.Equal(steps, Summary.GetProperty("steps").GetInt32());
        Assert.Equal(steps, Summary.GetProperty("policyVersion").GetInt32());
        Assert.Equal(Enumerable.Range(0, steps).Select(s => (double)s), Metric("step"));
        Assert.Equal(64, WeightsSha256.Length);
        Assert.True(File.Exists(At(string.Create(CultureInfo.InvariantCulture, $"checkpoints/step_{steps}/model.safetensors"))));
        using (var ledger = new LedgerFile(Ledger))
        {
            ledger.AssertBalanced();
            Assert.Equal(steps * batch, ledger.Issued);
            Assert.Equal(steps * batch, ledger.Groups(GroupState.Trained));
        }

        AssertNothingHalfWritten(Folder);
    }

    /// <summary>No file or folder that was written aside is left.</summary>
    public static void AssertNothingHalfWritten(string folder) => Assert.Empty(Aside(folder));

    /// <summary>Below <c>checkpoints/.epoch_N</c> a learner writes; the folder itself is its fence and stays.</summary>
    private static bool IsInFence(string path) => Path.GetFileName(Path.GetDirectoryName(path))!.StartsWith(".epoch_", StringComparison.Ordinal);

    private static IEnumerable<string> Aside(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".partial" or ".part" or ".tmp" || IsInFence(path))
        : [];
}
