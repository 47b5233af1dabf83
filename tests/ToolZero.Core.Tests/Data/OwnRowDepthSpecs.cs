using System.Text.Json;
using ToolZero.Core.Data;
using ToolZero.Core.Data.Preparation;
using ToolZero.Core.Tests.Data.Readers;

namespace ToolZero.Core.Tests.Data;

public sealed class OwnRowDepthSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(58, null)]
    [InlineData(59, "answers: \"a\" of the call of \"f\" nests deeper than 58 levels, more than an own row can hold")]
    [InlineData(61, "answers: \"a\" of the call of \"f\" nests deeper than 58 levels, more than an own row can hold")]
    [InlineData(62, "answers: the text nests deeper than 64 levels")]
    public void What_is_imported_can_be_read_again_and_a_deeper_value_is_refused(int depth, string? refusal) =>
        Check(JsonSerializer.Serialize(new { query = "x", answers = $"[{{\"name\":\"f\",\"arguments\":{{\"a\":{Nested(depth)}}}}}]", tools = "[{\"name\":\"f\",\"parameters\":{}}]" }), refusal);

    [Theory]
    [InlineData(58, null)]
    [InlineData(59, "messages[3]: an earlier turn: \"a\" of the call of \"f\" nests deeper than 58 levels, more than an own row can hold")]
    public void So_is_one_of_an_earlier_turn(int depth, string? refusal) => Check(JsonSerializer.Serialize(new
    {
        tools = new[] { new { name = "f" } },
        messages = new object[]
        {
            new { role = "user", content = "x" },
            new { role = "assistant", function_call = new { name = "f", arguments = $"{{\"a\":{Nested(depth)}}}" }, weight = 0 },
            new { role = "user", content = "y" },
            new { role = "assistant", content = "z" },
        },
    }), refusal);

    [Theory]
    [InlineData(57, null)]
    [InlineData(58, "tools[0].parameters.properties.a: nests deeper than 59 levels, more than an own row can hold")]
    public void So_is_a_schema(int depth, string? refusal) =>
        Check(JsonSerializer.Serialize(new { query = "x", answers = "[]", tools = $"[{{\"name\":\"f\",\"parameters\":{{\"properties\":{{\"a\":{{\"type\":\"array\",\"enum\":[{Nested(depth)}]}}}}}}}}]" }), refusal);

    [Theory]
    [InlineData(57, null)]
    [InlineData(60, "system: the default of parameter \"a\" nests deeper than 58 levels, more than an own row can hold")]
    public void And_a_default(int depth, string? refusal) =>
        Check(JsonSerializer.Serialize(new { system = $"**Available Tools**\n1. Name: f\nParameters: {{\"a\": {{\"type\": \"list\", \"default\": {Nested(depth)}}}}}", user = "x", answer = Array.Empty<int>() }), refusal);

    [Fact]
    public void Valid_json_that_is_too_deep_is_not_called_malformed()
    {
        var deep = $"{{\"query\":{Nested(64)}}}";
        Assert.Equal("row: nests deeper than 64 levels", TestRows.Refusal($"{deep}\n", "xlam"));
        Assert.Equal("row: malformed JSON at byte 137", TestRows.Refusal($"{deep[..^1]}]\n", "xlam"));
        Assert.Equal("row: nests deeper than 64 levels", TestRows.Refusal($"{deep}\n", "own"));
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private void Check(string row, string? refusal)
    {
        var (file, imported) = (Path.Combine(_folder.FullName, "rows.jsonl"), Path.Combine(_folder.FullName, "imported.jsonl"));
        File.WriteAllText(file, row);
        var refused = new List<RefusedRow>();
        var error = Record.Exception(() => new DataImport(ImportSettings.Default, refused.Add, _ => { }).Run([file], imported, CancellationToken.None));
        Assert.Equal(refusal is not null, error is DataException); // Without a task nothing is written.
        Assert.Equal(refusal is null ? [] : [$"{file}:1: {refusal}"], refused.Select(r => r.ToString()));
        if (refusal is null) Assert.Null(Assert.Single(DataValidation.Run(imported, null, DataReading.Default)));
    }
}
