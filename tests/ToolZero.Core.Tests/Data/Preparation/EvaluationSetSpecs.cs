using ToolZero.Core.Data;
using ToolZero.Core.Data.Preparation;
using ToolZero.Tests.Shared;
using static ToolZero.Core.Tests.Data.Preparation.TestTasks;

namespace ToolZero.Core.Tests.Data.Preparation;

public sealed class EvaluationSetSpecs : IDisposable
{
    private const string Function = """{"name":"time","description":"","parameters":{"type":"dict","properties":{},"required":[]}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-");
    private readonly List<RefusedRow> _refused = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("live_relevance_0-0-0")] // Any call is right.
    [InlineData("simple_python_0")] // Its answer is missing.
    public void A_question_counts_whatever_its_answer_is(string id)
    {
        var index = EvaluationSet.Read([Write("a.json", Question(id, "What time is it?"))], _refused.Add);
        Assert.Equal((1, 0L, true), (index.Count, index.Refused, index.HasTool("time")));
        Assert.Equal(id, index.Find(Task("mine", "what time is it", "[time()]", Tool("time")))?.EvaluationTask);
        Assert.Empty(_refused);
    }

    [Fact]
    public void Every_turn_of_a_dialogue_without_answers_is_a_question()
    {
        const string Row = """{"id":"multi_turn_base_0","involved_classes":[],"question":[[{"role":"user","content":"One?"}],[{"role":"system","content":"Three?"},{"role":"user","content":"Two?"}]]}""";
        var index = EvaluationSet.Read([Write("a.json", Row)], _refused.Add);
        Assert.Equal([true, true, false], new[] { "One", "Two", "Three" }.Select(question => index.Find(Task("mine", question, "[]")) is not null));
    }

    [Fact]
    public void Several_files_are_one_set_and_what_cannot_be_read_is_counted()
    {
        var index = EvaluationSet.Read([Write("a.json", $"{Question("irrelevance_0", "One?")}\n{{\n"), Write("b.json", Question("irrelevance_1", "Two?"))], _refused.Add);
        Assert.Equal((2, 1L), (index.Count, index.Refused));
        Assert.Equal(2, Assert.Single(_refused).Line);
    }

    [Fact]
    public void A_file_that_asks_nothing_is_an_error()
    {
        var (good, bad) = (Write("a.json", Question("irrelevance_0", "One?")), Write("b.json", """{"id":"irrelevance_0","question":[],"function":[]}"""));
        var error = Assert.Throws<DataException>(() => EvaluationSet.Read([good, bad], _refused.Add));
        Assert.Equal($"{bad}: no row of this evaluation set can be read, so that nothing would be compared with it; the first refused is {bad}:1: question: nobody asks: a turn of the user is needed", error.Message);
    }

    [SkippableFact]
    [Trait("Category", "Golden")]
    public void The_whole_leaderboard_can_be_compared_with()
    {
        var folder = Path.GetDirectoryName(SharedData.Require("bfcl/BFCL_v4_live_relevance.json"))!;
        var files = Directory.GetFiles(folder, "*.json").Concat(Directory.GetFiles(Path.Combine(folder, "multi_turn"), "*.json")).ToList();
        Assert.Equal(17, files.Count);
        Assert.True(EvaluationSet.Read(files, _refused.Add).Count > 3641 + 800);
        Assert.Empty(_refused);
    }

    private static string Question(string id, string text) => $$"""{"id":"{{id}}","question":[[{"role":"user","content":"{{text}}"}]],"function":[{{Function}}]}""";

    private string Write(string name, string rows)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, rows);
        return path;
    }
}
