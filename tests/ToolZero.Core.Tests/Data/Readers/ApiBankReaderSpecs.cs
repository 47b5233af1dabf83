using System.Text.Json;
using ToolZero.Core.Tools;
using static ToolZero.Core.Tests.Data.Readers.TestRows;

namespace ToolZero.Core.Tests.Data.Readers;

public sealed class ApiBankReaderSpecs
{
    private const string Searcher = """{"apiCode": "ToolSearcher", "description": "Finds tools.", "parameters": {"keywords": {"type": "str", "description": "Words."}}}""";

    [Fact]
    public void Interfaces_that_a_search_returned_are_offered_and_values_need_no_quotes()
    {
        var task = Assert.Single(Tasks(Row(
            $"Generate.\n{Searcher}\nUser: A heart\ntransplant?\nAPI-Request: [ToolSearcher(keywords='cost')]->{{'name': 'Cost', 'description': 'Of it.', 'input_parameters': {{'surgery': {{'type': 'str'}}, 'when': {{'type': str}}}}}}\nGenerate API Request: \n",
            "API-Request: [Cost(surgery=heart transplant, when=2034-01-01 10:00)]")));
        Assert.StartsWith("User:A heart\ntransplant?|Assistant:[ToolSearcher(keywords='cost')]|Tool:{", Dialogue(task), StringComparison.Ordinal);
        Assert.Equal("[Cost(surgery='heart transplant', when='2034-01-01 10:00')]", Reference(task));
        Assert.Equal(["ToolSearcher", "Cost"], task.Tools.Select(t => t.Name));
        Assert.All(task.Tools[1].Parameters, p => Assert.Equal((ParameterType.String, true), (p.Type, p.Required)));
        Assert.True(task.EarlierToolTurn);
    }

    [Theory]
    [InlineData("User: x", "API-Request: [Cost(]", "output: the request cannot be read: ")]
    [InlineData("User: x", "API-Request: [Cost(a=1", "output: the request cannot be read: ")]
    [InlineData("User: x", "API-Request: [Cost()]", "output: calls \"Cost\", which is not among the tools")]
    [InlineData("{\"apiCode\": ", "API-Request: [Cost()]", "input: an interface cannot be read: ")]
    [InlineData("{\"name\": 3}", "API-Request: [Cost()]", "input: an interface has no apiCode")]
    public void What_is_wrong_with_a_row_is_named(string input, string output, string refusal) => Assert.StartsWith(refusal, Refusal(Row(input, output)), StringComparison.Ordinal);

    private static string Row(string input, string output) => JsonSerializer.Serialize(new { instruction = "", input, output });
}
