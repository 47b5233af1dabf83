using System.Collections.Frozen;
using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Evaluation.Python;
using ToolZero.Core.Prompts;

namespace ToolZero.Core.Evaluation.Bfcl;

/// <summary>
/// Reads a category: the question file and, line by line beside it, the file of possible answers. The benchmark is whole or it is nothing, so
/// the first malformed row is an error that names file, line and field.
/// </summary>
public static class BfclReader
{
    /// <summary>Reads from the folder that holds <c>BFCL_v4_….json</c> and <c>possible_answer/</c>.</summary>
    /// <exception cref="DataException">A file is missing or malformed, or question and answer do not belong together.</exception>
    public static ImmutableArray<BfclQuestion> Read(string folder, BfclCategory category)
    {
        ArgumentNullException.ThrowIfNull(category);
        if (!Directory.Exists(folder)) throw new DataException($"{folder}: no such folder; give the one that holds {category.QuestionFile}");
        var answers = category.HasAnswers ? JsonLines.Read(Path.Combine(folder, "possible_answer", category.QuestionFile)) : null;
        return Read(JsonLines.Read(Path.Combine(folder, category.QuestionFile)), answers, category);
    }

    /// <summary>The same from open text; <paramref name="answers"/> is null where the category has none.</summary>
    /// <exception cref="DataException">As for files; line numbers count in the text.</exception>
    public static ImmutableArray<BfclQuestion> Read(TextReader questions, TextReader? answers, BfclCategory category)
    {
        ArgumentNullException.ThrowIfNull(category);
        return Read(JsonLines.Read(questions, category.QuestionFile), answers is null ? null : JsonLines.Read(answers, $"possible_answer/{category.QuestionFile}"), category);
    }

    /// <summary>One question.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="category">Where it belongs.</param>
    /// <param name="answer">Its row of possible answers; null where the category has none.</param>
    /// <exception cref="FieldException">A field of either is not what it must be.</exception>
    internal static BfclQuestion Read(JsonField row, BfclCategory category, JsonField? answer) =>
        ReadQuestion(row, category, answer is { } given ? ReadAnswers(given) : category.HasAnswers ? null : Answerless.Instance);

    private static ImmutableArray<BfclQuestion> Read(IEnumerable<JsonLine> questions, IEnumerable<JsonLine>? answers, BfclCategory category)
    {
        var answerRows = (answers ?? []).Select(line => Located(line, ReadAnswers)).ToList();
        var read = ImmutableArray.CreateBuilder<BfclQuestion>();
        foreach (var line in questions)
        {
            var answer = answers is null ? Answerless.Instance : read.Count < answerRows.Count ? answerRows[read.Count] : null;
            read.Add(Located(line, row => ReadQuestion(row, category, answer)));
        }

        if (answerRows.Count > read.Count) throw new DataException($"{category.QuestionFile}: {read.Count} questions and {answerRows.Count} answers; the files align line by line");
        return read.ToImmutable();
    }

    private static AnswerRow ReadAnswers(JsonField row)
    {
        var calls = row.Require("ground_truth");
        return new AnswerRow(row.Require("id").AsText(), [.. calls.Items().Select(ReadAnswer)], calls.Json.GetRawText());
    }

    private static BfclAnswer ReadAnswer(JsonField call)
    {
        if (call.Properties() is not [var (name, parameters)]) throw call.Error("expected an object of one function name");
        return new BfclAnswer(name, [.. parameters.Properties().Select(p => new BfclExpected(p.Name, [.. p.Value.Items().Select(Value)]))]);
    }

    private static BfclQuestion ReadQuestion(JsonField row, BfclCategory category, AnswerRow? answer)
    {
        var id = row.Require("id").AsText();
        if (answer is null) throw row.Require("id").Error($"\"{id}\" has no line in the file of possible answers");
        if (answer is not Answerless && answer.Id != id) throw row.Require("id").Error($"\"{id}\" stands beside the answer to \"{answer.Id}\"");
        var functionsField = row.Require("function");
        var functions = functionsField.Items().Select(f => ReadFunction(f, category.Language)).ToImmutableArray();
        foreach (var due in answer.Calls)
        {
            if (functions.All(f => f.Name != due.Function)) throw functionsField.Error($"\"{due.Function}\" of the answer is not among the functions");
        }

        if (category.Kind == BfclKind.Simple && (functions.IsEmpty || answer.Calls.Length != 1)) throw functionsField.Error("one function and one right call are expected");
        if (category.HasAnswers && answer.Calls.IsEmpty) throw functionsField.Error("a right call is expected");
        var turns = row.Require("question").Items();
        if (turns.Count != 1) throw row.Require("question").Error($"{turns.Count} turns; one is expected");
        var task = new ToolTask(id, category.Name, [.. functionsField.Items().Select(f => BfclTools.Shown(f, category.Language))], [.. turns[0].Items().Select(ReadMessage)], []);
        return new BfclQuestion(category, task, functions, answer.Calls, new BfclSource(row.Json.GetRawText(), answer.Raw));
    }

    private static Message ReadMessage(JsonField message)
    {
        var role = message.Require("role");
        return new Message(RoleNames.Find(role.AsText()) ?? throw role.Error($"\"{role.AsText()}\" is no role"), message.Require("content").AsText());
    }

    private static BfclFunction ReadFunction(JsonField function, BfclLanguage language)
    {
        var parameters = function.Require("parameters");
        var properties = parameters.Require("properties").Properties().ToDictionary(p => p.Name, p => ReadParameter(p.Value, language), StringComparer.Ordinal);
        var required = parameters.Find("required")?.Items().Select(r => r.AsText()).ToImmutableArray() ?? [];
        return new BfclFunction(function.Require("name").AsText(), properties.ToFrozenDictionary(StringComparer.Ordinal), required);
    }

    private static BfclParameter ReadParameter(JsonField parameter, BfclLanguage language)
    {
        var (word, kind) = ReadType(parameter.Require("type"), language);
        if (!BfclTypes.HasItems(language, word)) return new BfclParameter(word, kind);
        var (itemWord, itemKind) = ReadType(parameter.Require("items").Require("type"), language);
        return new BfclParameter(word, kind, itemWord, itemKind);
    }

    private static (string Word, PyKind Kind) ReadType(JsonField type, BfclLanguage language)
    {
        var word = type.AsText();
        return (word, BfclTypes.Find(language, word) ?? throw type.Error($"\"{word}\" is no type of {language}"));
    }

    /// <summary>The value with its spelling: 5 is an integer, 5.0 is not.</summary>
    private static PyValue Value(JsonField json) => PyJson.Read(json.Json.GetRawText()) is { Value: { } value } ? value : throw json.Error("not a value");

    private static T Located<T>(JsonLine line, Func<JsonField, T> read)
    {
        try
        {
            return read(line.Row);
        }
        catch (FieldException e)
        {
            throw new DataException($"{line.Where}: {e.Field}: {e.Reason}", e);
        }
    }

    private record AnswerRow(string Id, ImmutableArray<BfclAnswer> Calls, string? Raw);

    private sealed record Answerless() : AnswerRow("", [], null)
    {
        public static Answerless Instance { get; } = new();
    }
}
