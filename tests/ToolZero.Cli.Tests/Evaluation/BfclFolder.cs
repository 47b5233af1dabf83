using ToolZero.Cli.Tests.Support;

namespace ToolZero.Cli.Tests.Evaluation;

/// <summary>A small leaderboard: three simple questions, two irrelevant ones.</summary>
internal static class BfclFolder
{
    public static string Write(TemporaryFolder folder)
    {
        var data = folder.At("bfcl");
        Directory.CreateDirectory(Path.Combine(data, "possible_answer"));
        File.WriteAllLines(Path.Combine(data, "BFCL_v4_simple_python.json"), Enumerable.Range(0, 3).Select(i => Question($"simple_python_{i}", i)));
        File.WriteAllLines(Path.Combine(data, "BFCL_v4_irrelevance.json"), Enumerable.Range(0, 2).Select(i => Question($"irrelevance_{i}", i)));
        File.WriteAllLines(
            Path.Combine(data, "possible_answer", "BFCL_v4_simple_python.json"),
            Enumerable.Range(0, 3).Select(i => $$$"""{"id": "simple_python_{{{i}}}", "ground_truth": [{"add": {"a": [{{{i}}}], "b": ["", 2]}}]}"""));
        return data;
    }

    private static string Question(string id, int value) =>
        $$$"""{"id": "{{{id}}}", "question": [[{"role": "user", "content": "Add {{{value}}} and 2."}]], "function": [{"name": "add", "description": "Adds.", "parameters": {"type": "dict", "properties": {"a": {"type": "integer", "description": ""}, "b": {"type": "integer", "description": ""}}, "required": ["a"]}}]}""";
}
