using ToolZero.Core.Data;
using ToolZero.Core.Evaluation.Bfcl;

namespace ToolZero.Core.Tests.Evaluation.Bfcl;

public sealed class BfclReaderSpecs
{
    private const string Good = """{"id": "simple_python_0", "question": [[{"role": "user", "content": "?"}]], "function": [{"name": "f", "parameters": {"type": "dict", "properties": {"a": {"type": "array", "items": {"type": "integer"}}}, "required": ["a"]}}]}""";
    private const string Answer = """{"id": "simple_python_0", "ground_truth": [{"f": {"a": [[1]]}}]}""";

    [Theory]
    [InlineData("\"integer\"}", "\"int\"}", "BFCL_v4_simple_python.json:1: function[0].parameters.properties.a.items.type: \"int\" is no type of Python")]
    [InlineData("\"items\": {\"type\": \"integer\"}", "\"x\": 1", "BFCL_v4_simple_python.json:1: function[0].parameters.properties.a.items: missing")]
    [InlineData("\"id\": \"simple_python_0\"", "\"id\": \"simple_python_1\"", "BFCL_v4_simple_python.json:1: id: \"simple_python_1\" stands beside the answer to \"simple_python_0\"")]
    [InlineData("\"role\": \"user\"", "\"role\": \"boss\"", "BFCL_v4_simple_python.json:1: question[0][0].role: \"boss\" is no role")]
    [InlineData("\"name\": \"f\"", "\"name\": \"g\"", "BFCL_v4_simple_python.json:1: function: \"f\" of the answer is not among the functions")]
    [InlineData("[[{", "[[], [{", "BFCL_v4_simple_python.json:1: question: 2 turns; one is expected")]
    [InlineData("\"function\"", "\"functions\"", "BFCL_v4_simple_python.json:1: function: missing")]
    public void A_malformed_question_names_file_line_and_field(string from, string to, string message)
    {
        var error = Assert.Throws<DataException>(() => Read(Good.Replace(from, to, StringComparison.Ordinal), Answer));
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("[[1]]", "5", "possible_answer/BFCL_v4_simple_python.json:1: ground_truth[0].f.a: expected a list, found a number")]
    [InlineData("{\"f\"", "{\"g\": {}, \"f\"", "possible_answer/BFCL_v4_simple_python.json:1: ground_truth[0]: expected an object of one function name")]
    [InlineData("\"ground_truth\"", "\"truth\"", "possible_answer/BFCL_v4_simple_python.json:1: ground_truth: missing")]
    public void A_malformed_answer_names_file_line_and_field(string from, string to, string message)
    {
        var error = Assert.Throws<DataException>(() => Read(Good, Answer.Replace(from, to, StringComparison.Ordinal)));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Questions_and_answers_align_line_by_line()
    {
        Assert.Contains("has no line in the file of possible answers", Assert.Throws<DataException>(() => Read(Good, "")).Message, StringComparison.Ordinal);
        Assert.Contains("1 questions and 2 answers", Assert.Throws<DataException>(() => Read(Good, $"{Answer}\n{Answer}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_task_shows_dialogue_and_tools_and_no_reference()
    {
        var question = Read(Good, Answer);
        Assert.Equal(("simple_python_0", "simple_python", 0), (question.Task.Id, question.Task.Category, question.Task.Reference.Length));
        Assert.Equal("?", Assert.Single(question.Task.Messages).Content);
        Assert.Equal("f", Assert.Single(question.Task.Tools).Name);
    }

    [Fact]
    public void Java_parameters_are_shown_as_strings_of_source()
    {
        var question = Question.Of("simple_java", "\"a\": {\"type\": \"ArrayList\", \"items\": {\"type\": \"long\"}, \"description\": \"Ids.\"}", "\"a\": [[1]]");
        var parameter = Assert.Single(Assert.Single(question.Task.Tools).Parameters);
        Assert.Equal("Ids. Write the Java source text of a value of type ArrayList of long.", parameter.Description);
        Assert.Equal(Core.Tools.ParameterType.String, parameter.Type);
    }

    [Fact]
    public void A_folder_or_file_that_is_missing_is_named()
    {
        var error = Assert.Throws<DataException>(() => new BfclQuestionSet("/no/such").Of(BfclCategories.All[0]));
        Assert.Equal("/no/such: no such folder; give the one that holds BFCL_v4_simple_python.json", error.Message);
    }

    [Theory]
    [InlineData("live", 6)]
    [InlineData("non_live", 7)]
    [InlineData("all", 13)]
    [InlineData("non_python", 2)]
    [InlineData("multiple", 1)]
    public void Categories_have_group_names(string name, int count) => Assert.Equal(count, BfclCategories.Named([name]).Length);

    [Fact]
    public void A_wrong_category_gets_a_suggestion() =>
        Assert.Equal("simple_pyton: no such category, did you mean simple_python?", Assert.Throws<DataException>(() => BfclCategories.Named(["simple_pyton"])).Message);

    private static BfclQuestion Read(string question, string answer) =>
        BfclReader.Read(new StringReader(question), new StringReader(answer), BfclCategories.Find("simple_python")!)[0];
}
