using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Evaluation.Bfcl;

/// <summary>
/// Functions as a model is shown them. Java and JavaScript arguments are strings of source text, so their parameters are declared as
/// strings and say in words which type of the language is meant, as the leaderboard's own prompts do.
/// </summary>
internal static class BfclTools
{
    public static ToolSchema Shown(JsonField function, BfclLanguage language)
    {
        var tool = ToolSchemaJson.Read(function);
        if (language == BfclLanguage.Python) return tool;
        var properties = function.Require("parameters").Require("properties");
        return tool with
        {
            Description = Sentences(tool.Description, $"The function is written in {language}."),
            Parameters = [.. tool.Parameters.Select(p => AsSource(p, properties.Require(p.Name), language))],
        };
    }

    private static ToolParameter AsSource(ToolParameter parameter, JsonField schema, BfclLanguage language)
    {
        var word = schema.Require("type").AsText();
        var items = BfclTypes.HasItems(language, word) ? $" of {schema.Require("items").Require("type").AsText()}" : "";
        var fields = schema.Find("properties") is { } inner ? $" Its entries: {inner.Json.GetRawText()}." : "";
        var note = $"Write the {language} source text of a value of type {word}{items}.{fields}";
        return new ToolParameter(parameter.Name, ParameterType.String, Sentences(parameter.Description, note), parameter.Required, ImmutableArray<string>.Empty);
    }

    private static string Sentences(string first, string second) => first.Length == 0 ? second : $"{first} {second}";
}
