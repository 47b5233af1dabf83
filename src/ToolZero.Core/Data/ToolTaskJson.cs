using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data;

/// <summary>One task as one JSON object: the row of the product's own data files (docs/data.md).</summary>
internal static class ToolTaskJson
{
    private const int TextPiece = 16 * 1024;

    public static ToolTask Read(JsonField row, ToolCache? cache = null)
    {
        var id = row.Require("id").AsText();
        if (id.Length == 0) throw row.Require("id").Error("empty");
        var tools = row.Require("tools").Items().Select(tool => cache?.Read(tool, ReadTool) ?? ReadTool(tool)).ToImmutableArray();
        var messages = row.Require("messages").Items().Select(ReadMessage).ToImmutableArray();
        if (messages.IsEmpty) throw row.Require("messages").Error("empty: at least one turn is needed");
        var referenceField = row.Require("reference");
        var reference = ReadCalls(referenceField);
        if (reference.Length > PythonCallParser.MaxCalls) throw referenceField.Error($"more than {PythonCallParser.MaxCalls} calls");
        if (ReferenceCheck.Unwritable(reference) is { } problem) throw referenceField.Error(problem);
        if (reference.FirstOrDefault(call => tools.All(t => t.Name != call.Name)) is { } stray)
            throw referenceField.Error($"calls \"{stray.Name}\", which is not among the tools");
        return new ToolTask(
            id,
            row.TextOr("category", "uncategorised"),
            tools,
            messages,
            reference,
            row.Find("earlierToolTurn")?.AsBoolean() ?? messages.Any(m => m.Role == Role.Tool || !m.Calls.IsEmpty),
            row.Find("response")?.AsText());
    }

    /// <param name="json">Where to.</param>
    /// <param name="task">The task.</param>
    /// <param name="written">The JSON of tools that were written before; null remembers none.</param>
    public static void Write(Utf8JsonWriter json, ToolTask task, WrittenTools? written = null)
    {
        json.WriteStartObject();
        json.WriteString("id", task.Id);
        json.WriteString("category", task.Category);
        json.WriteStartArray("tools");
        foreach (var tool in task.Tools)
        {
            if (written is null) ToolSchemaJson.Write(json, tool);
            else json.WriteRawValue(written.Of(tool), skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteStartArray("messages");
        foreach (var message in task.Messages)
        {
            json.WriteStartObject();
            json.WriteString("role", RoleNames.Of(message.Role));
            WriteText(json, "content", message.Content);
            if (message.Reasoning.Length > 0 || message.GivesEmptyReasoning) json.WriteString("reasoning", message.Reasoning);
            if (!message.Calls.IsEmpty) WriteCalls(json, "calls", message.Calls);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteCalls(json, "reference", task.Reference);
        json.WriteBoolean("earlierToolTurn", task.EarlierToolTurn);
        if (task.Response is { } response) json.WriteString("response", response);
        json.WriteEndObject();
    }

    private static ToolSchema ReadTool(JsonField tool)
    {
        tool.RequireOnce();
        tool.Find("function")?.RequireOnce();
        return ToolSchemaJson.Read(tool);
    }

    private static Message ReadMessage(JsonField json)
    {
        var role = json.Require("role");
        var calls = json.Find("calls");
        return new Message(
            RoleNames.Find(role.AsText()) ?? throw role.Error($"unknown role \"{role.AsText()}\": expected system, user, assistant or tool"),
            calls is null ? json.Require("content").AsText() : json.TextOr("content", ""))
        {
            Calls = calls is null ? [] : ReadCalls(calls.Value),
        }.WithReasoning(json.Find("reasoning")?.AsText());
    }

    /// <summary>Calls as objects, or as a text in the call syntax.</summary>
    public static ImmutableArray<ToolCall> ReadCalls(JsonField json)
    {
        if (json.Kind == JsonValueKind.String)
        {
            var parse = PythonCallParser.Parse(json.AsText());
            return parse.IsSuccess ? parse.Calls : throw json.Error($"{parse.Error}, at character {parse.Position}");
        }

        return [.. json.Items().Select(call => new ToolCall(call.Require("name").AsText(), ReadArguments(call.Find("arguments"))))];
    }

    /// <summary>Arguments in the order written; JSON types decide the Python types.</summary>
    public static ImmutableArray<Argument> ReadArguments(JsonField? json)
    {
        var arguments = ImmutableArray.CreateBuilder<Argument>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in json?.Properties() ?? [])
        {
            if (!names.Add(name)) throw value.Error("written twice");
            try
            {
                arguments.Add(new Argument(name, CallValueJson.Read(value.Json)));
            }
            catch (InvalidOperationException)
            {
                throw value.Error("half of a surrogate pair in a string");
            }
        }

        return arguments.ToImmutable();
    }

    /// <summary>In pieces: the writer takes room for the longest encoding of what it is given.</summary>
    private static void WriteText(Utf8JsonWriter json, string property, string text)
    {
        json.WritePropertyName(property);
        var rest = text.AsSpan();
        for (; rest.Length > TextPiece; rest = rest[TextPiece..])
        {
            json.WriteStringValueSegment(rest[..TextPiece], isFinalSegment: false);
            json.Flush();
        }

        json.WriteStringValueSegment(rest, isFinalSegment: true);
    }

    /// <summary>As JSON objects where JSON can carry every value, else in the call syntax.</summary>
    private static void WriteCalls(Utf8JsonWriter json, string property, ImmutableArray<ToolCall> calls)
    {
        if (!calls.All(call => call.Arguments.All(a => CallValueJson.CanWrite(a.Value))))
        {
            json.WriteString(property, PythonCallFormatter.Format(calls));
            return;
        }

        json.WriteStartArray(property);
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("name", call.Name);
            json.WriteStartObject("arguments");
            foreach (var (name, value) in call.Arguments)
            {
                json.WritePropertyName(name);
                CallValueJson.Write(json, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
