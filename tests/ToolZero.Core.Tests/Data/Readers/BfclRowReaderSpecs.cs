using ToolZero.Core.Data;
using ToolZero.Core.Data.Readers;
using static ToolZero.Core.Tests.Data.Readers.TestRows;

namespace ToolZero.Core.Tests.Data.Readers;

public sealed class BfclRowReaderSpecs
{
    private const string Function = """{"name":"mv","description":"","parameters":{"type":"dict","properties":{"source":{"type":"string"},"to":{"type":"string"},"n":{"type":"integer"}},"required":["source","to"]}}""";

    [Fact]
    public void A_question_takes_its_first_possible_answer_as_reference()
    {
        var items = Read(
            $$$"""{"id":"multiple_0","question":[[{"role":"user","content":"Move."}]],"function":[{{{Function}}}]}""", TurnChoice.Questions, "BFCL_v4_multiple.json",
            ("possible_answer/BFCL_v4_multiple.json", """{"id":"multiple_0","ground_truth":[{"mv":{"source":["a","b"],"to":["","c"],"n":["",3]}}]}"""));
        var task = Assert.Single(Assert.Single(items).Tasks);
        Assert.Equal(("multiple_0", "multiple"), (task.Id, task.Category));
        Assert.Equal("[mv(source='a', to='c', n=3)]", Reference(task));
    }

    [Fact]
    public void A_dialogue_is_a_task_for_each_turn_and_functions_come_back()
    {
        var items = Read(
            """{"id":"multi_turn_miss_func_0","question":[[{"role":"user","content":"Look."}],[{"role":"user","content":"Move."}],[]],"involved_classes":["GorillaFileSystem"],"missed_function":{"2":["mv"]},"excluded_function":["rm"]}""",
            TurnChoice.Questions, "BFCL_v4_multi_turn_miss_func.json",
            ("possible_answer/BFCL_v4_multi_turn_miss_func.json", """{"id":"multi_turn_miss_func_0","ground_truth":[["ls()"],[],["mv('a', to='b')", "mv('a', 'b', 3)"]]}"""),
            ("multi_turn_func_doc/gorilla_file_system.json", $$$$"""
                {"name":"ls","description":"","parameters":{"type":"dict","properties":{}}}
                {{{{Function}}}}
                {"name":"rm","description":"","parameters":{"type":"dict","properties":{}}}
                """));
        var tasks = Assert.Single(items).Tasks;
        Assert.Equal(["ls", "ls", "ls,mv"], tasks.Select(t => string.Join(',', t.Tools.Select(tool => tool.Name))));
        Assert.Equal(["[ls()]", "[]", "[mv(source='a', to='b'), mv(source='a', to='b', n=3)]"], tasks.Select(Reference));
        Assert.StartsWith("User:Look.|Assistant:[ls()]|Tool:[{\"status\": \"ok\"}]|User:Move.|Assistant:", Dialogue(tasks[2]), StringComparison.Ordinal);
        Assert.All(tasks, task => Assert.Equal("multi_turn_miss_func", task.Category));
    }

    [Theory]
    [InlineData("simple_python_0", "id: \"simple_python_0\" has no possible answer in ")]
    [InlineData("hard_0", "id: \"hard_0\" belongs to no category of the leaderboard")]
    [InlineData("live_relevance_0", "row: any call is right, so that there is no reference")]
    [InlineData("irrelevance_0", "function[0].parameters.properties.a.type: \"words\" is no type of Python")]
    public void What_is_wrong_with_a_row_is_named(string id, string refusal) => Assert.StartsWith(
        refusal,
        Refusal($$"""{"id":"{{id}}","question":[[{"role":"user","content":"x"}]],"function":[{"name":"f","parameters":{"type":"dict","properties":{"a":{"type":"words"} } } }]}"""),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("f", "expected a call")]
    [InlineData("mv(", "the arguments of \"mv\" cannot be read from character 3")]
    [InlineData("g(1)", "calls \"g\", which is not among the functions")]
    [InlineData("mv('a', 'b', 1, 2)", "more arguments than \"mv\" has parameters")]
    [InlineData("mv('a') + 1", "text behind the call of \"mv\"")]
    [InlineData("mv('a', b)", "the arguments of \"mv\" cannot be read from character 7")]
    [InlineData("mv('a', source='b')", "the call of \"mv\" has \"source\" twice")]
    public void Calls_that_cannot_be_read_are_refused(string call, string reason)
    {
        var items = Read(
            """{"id":"multi_turn_base_0","question":[[{"role":"user","content":"x"}]],"involved_classes":["MathAPI"]}""", TurnChoice.Questions, "BFCL_v4_multi_turn_base.json",
            ("possible_answer/BFCL_v4_multi_turn_base.json", $$"""{"id":"multi_turn_base_0","ground_truth":[["{{call}}"]]}"""),
            ("multi_turn_func_doc/math_api.json", Function));
        Assert.Contains(reason, Assert.Single(items).Refused!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_documents_of_its_functions_a_dialogue_cannot_be_read() => Assert.Throws<DataException>(() => Read(
        """{"id":"multi_turn_base_0","question":[[]],"involved_classes":["MathAPI"]}""", TurnChoice.Questions, "q.json",
        ("possible_answer/q.json", """{"id":"multi_turn_base_0","ground_truth":[[]]}""")));
}
