using System.Text.Json;
using ToolZero.Core.Data.Readers;
using static ToolZero.Core.Tests.Data.Readers.TestRows;

namespace ToolZero.Core.Tests.Data.Readers;

public sealed class ToolAceReaderSpecs
{
    private const string Instructions = """You compose functions [say so if none fits]. Here they are: [{"name": "Market Trends API", "description": "Trends.", "parameters": {"type": "dict", "properties": {"country": {"type": "string"}}, "required": ["country"]}}, {"name": "news.list", "description": "", "parameters": {"type": "dict", "properties": {}, "required": []}}]. Answer with calls only.""";

    [Fact]
    public void Every_turn_that_answers_a_user_is_a_task_and_names_may_hold_blanks()
    {
        var tasks = Tasks(Row(
            ("user", "Trends?"), ("assistant", "[Market Trends API(country=\"it\"), news.list()]"), ("tool", "[1]"), ("assistant", "Up."), ("user", "Thanks"), ("assistant", "[You are welcome]")));
        Assert.Equal(["rows-1#1", "rows-1#5"], tasks.Select(t => t.Id));
        Assert.Equal("Market Trends API", tasks[0].Reference[0].Name);
        Assert.Equal("news.list", tasks[0].Reference[1].Name);
        Assert.Equal(["parallel-multiple", "no-call"], tasks.Select(t => t.Category));
        Assert.Equal("User:Trends?|Assistant:[Market Trends API(country='it'), news.list()]|Tool:[1]|Assistant:Up.|User:Thanks", Dialogue(tasks[1]));
        Assert.Equal("[You are welcome]", tasks[1].Response);
    }

    [Theory]
    [InlineData(TurnChoice.Calls, 1)]
    [InlineData(TurnChoice.Questions, 1)]
    [InlineData(TurnChoice.All, 2)]
    public void Which_turns_become_tasks_can_be_chosen(TurnChoice choice, int tasks) =>
        Assert.Equal(tasks, Tasks(Row(("user", "News?"), ("assistant", "[news.list()]"), ("tool", "[]"), ("assistant", "None.")), choice).Count);

    [Theory]
    [InlineData("[news.list(country=)]", "conversations[1].value: the calls cannot be read: ")]
    [InlineData("[Market Trends API(\"it\")]", "conversations[1].value: the calls cannot be read: ")]
    [InlineData("[news.list(country='it'", "conversations[1].value: the calls cannot be read: ")]
    [InlineData("[Market Trends API(country='it')", "conversations[1].value: the calls cannot be read: ")]
    [InlineData("[news.list(country='it')].", "conversations[1].value: the calls cannot be read: ")]
    [InlineData("news.list(country='it'", "conversations[1].value: the calls cannot be read: ")]
    [InlineData("news.list('it')", "conversations[1].value: the calls cannot be read: ")]
    [InlineData("news.list(country='it').", "conversations[1].value: the calls cannot be read: ")]
    [InlineData("[News Of The Day(country='it')]", "conversations[1].value: the calls cannot be read: ")]
    [InlineData("", "conversations[1]: the assistant neither speaks nor calls")]
    [InlineData("[other()]", "conversations[1]: calls \"other\", which is not among the tools")]
    public void The_papers_filter_drops_rows_whose_calls_do_not_parse(string answer, string refusal) =>
        Assert.StartsWith(refusal, Refusal(Row(("user", "x"), ("assistant", answer))), StringComparison.Ordinal);

    [Theory]
    [InlineData("[You are welcome (really)]")]
    [InlineData("[1] is the source (of two).")]
    [InlineData("I would call [news.list()] for that (if I might).")]
    [InlineData("news.list is a tool (one of two)")]
    [InlineData("news.list() lists the news, and takes nothing.")]
    [InlineData("Prices [in euro (EUR)] rose.")]
    [InlineData("[")]
    [InlineData("(")]
    public void Prose_that_holds_brackets_is_prose(string answer)
    {
        var task = Assert.Single(Tasks(Row(("user", "x"), ("assistant", answer))));
        Assert.Equal(("no-call", answer), (task.Category, task.Response));
    }

    [Fact]
    public void One_bare_call_is_a_call() =>
        Assert.Equal(["[news.list(country='it')]", "[Market Trends API(country='it')]"], new[] { "news.list(country=\"it\")", "Market Trends API(country='it')" }.Select(answer => Reference(Assert.Single(Tasks(Row(("user", "x"), ("assistant", answer)))))));

    [Theory]
    [InlineData("no tools", "system: no JSON list of tools")]
    [InlineData("[{\"name\": ]", "system: the list of tools at character 0 is malformed at its byte 10")]
    public void And_rows_whose_tools_do_not(string system, string refusal) =>
        Assert.Equal(refusal, Refusal(Row(system, ("user", "x"), ("assistant", "y"))));

    private static string Row(params (string From, string Value)[] turns) => Row(Instructions, turns);

    private static string Row(string system, params (string From, string Value)[] turns) => JsonSerializer.Serialize(
        new { system, conversations = turns.Select(t => new { from = t.From, value = t.Value }) });
}
