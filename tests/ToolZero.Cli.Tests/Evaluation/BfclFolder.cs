namespace ToolZero.Cli.Tests.Evaluation;

/// <summary>A small leaderboard of two categories.</summary>
internal static class BfclFolder
{
    /// <summary>Writes its files; gives their folder.</summary>
    /// <param name="folder">Where a folder of its own is made.</param>
    /// <param name="simple">Simple questions.</param>
    /// <param name="irrelevant">Questions that no function answers.</param>
    public static string Write(string folder, int simple = 3, int irrelevant = 2)
    {
        var data = Path.Combine(folder, "bfcl");
        Directory.CreateDirectory(Path.Combine(data, "possible_answer"));
        File.WriteAllLines(Path.Combine(data, "BFCL_v4_simple_python.json"), Enumerable.Range(0, simple).Select(i => Question($"simple_python_{i}", i)));
        File.WriteAllLines(Path.Combine(data, "BFCL_v4_irrelevance.json"), Enumerable.Range(0, irrelevant).Select(i => Question($"irrelevance_{i}", i)));
        File.WriteAllLines(
            Path.Combine(data, "possible_answer", "BFCL_v4_simple_python.json"),
            Enumerable.Range(0, simple).Select(i => $$$"""{"id": "simple_python_{{{i}}}", "ground_truth": [{"add": {"a": [{{{i}}}], "b": ["", 2]}}]}"""));
        return data;
    }

    private static string Question(string id, int value) =>
        $$$"""{"id": "{{{id}}}", "question": [[{"role": "user", "content": "Add {{{value}}} and 2."}]], "function": [{"name": "add", "description": "Adds.", "parameters": {"type": "dict", "properties": {"a": {"type": "integer", "description": ""}, "b": {"type": "integer", "description": ""}}, "required": ["a"]}}]}""";
}
