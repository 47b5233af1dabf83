using ToolZero.Core.Tools;
using static ToolZero.Core.Tests.Data.Readers.TestRows;

namespace ToolZero.Core.Tests.Data.Readers;

public sealed class XlamReaderSpecs
{
    private const string Row = """{"id":7,"query":"Rome?","answers":"[{\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\", \"days\": 3}}]","tools":"[{\"name\": \"weather\", \"description\": \"Of a city.\", \"parameters\": {\"city\": {\"description\": \"Where.\", \"type\": \"str\"}, \"days\": {\"description\": \"How many.\", \"type\": \"int, optional\", \"default\": \"1\"}, \"tags\": {\"type\": \"List[int]\"}}}]"}""";

    [Fact]
    public void Tools_and_answers_are_lists_inside_texts_and_types_are_hints_of_python()
    {
        var task = Assert.Single(Tasks(Row));
        Assert.Equal("rows-7", task.Id);
        Assert.Equal("User:Rome?", Dialogue(task));
        Assert.Equal("[weather(city='Rome', days=3)]", Reference(task));
        var parameters = Assert.Single(task.Tools).Parameters;
        Assert.Equal([ParameterType.String, ParameterType.Integer, ParameterType.Array], parameters.Select(p => p.Type));
        Assert.Equal([true, false, true], parameters.Select(p => p.Required));
        Assert.Equal(ParameterType.Integer, parameters[2].ItemType);
    }

    [Fact]
    public void The_published_file_is_one_list() => Assert.Equal(2, Tasks($"[{Row},\n{Row.Replace("\"id\":7", "\"id\":8", StringComparison.Ordinal)}]").Count);

    [Theory]
    [InlineData("""{"query":"x","answers":"[","tools":"[]"}""", "answers: the text is no JSON at byte 1")]
    [InlineData("""{"query":"x","answers":"[]","tools":"no"}""", "tools: the text is no JSON at byte 1")]
    [InlineData("""{"query":1,"answers":"[]","tools":"[]"}""", "query: expected a string, found a number")]
    [InlineData("""{"query":"x","answers":"[{\"name\":\"g\"}]","tools":"[]"}""", "answers: calls \"g\", which is not among the tools")]
    [InlineData("""{"query":"x","answers":"[{\"name\":\"g\",\"arguments\":{\"a\":1,\"a\":2}}]","tools":"[{\"name\":\"g\",\"parameters\":{}}]"}""", "answers[0].arguments.a: written twice")]
    [InlineData("""{"query":"x","answers":"[]","tools":"[{\"name\":\"g\",\"parameters\":{\"a\":3}}]"}""", "tools[0]: parameter \"a\": expected an object")]
    public void What_is_wrong_with_a_row_is_named(string row, string refusal) => Assert.Equal(refusal, Refusal(row));
}
