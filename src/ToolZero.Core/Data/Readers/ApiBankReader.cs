using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using ToolZero.Core.Calls;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// API-Bank's training rows (Li et al. 2023): <c>input</c> lists interfaces as JSON lines, then the user, then earlier requests with their
/// results; <c>output</c> is the request that comes next. Interfaces that a search returned are offered as well.
/// </summary>
internal sealed partial class ApiBankReader : IRowReader
{
    private const string UserMark = "User:";
    private const string RequestMark = "API-Request:";
    private const string AssistantMark = "AI:";
    private const string Ending = "Generate API Request:";

    private static readonly string[] Marks = [UserMark, RequestMark, AssistantMark, Ending];

    public IReadOnlyList<ToolTask> Read(JsonLine line)
    {
        var row = line.Row;
        var input = row.Require("input");
        var tools = new Dictionary<string, ToolSchema>(StringComparer.Ordinal);
        var turns = ImmutableArray.CreateBuilder<Message>();
        var more = new StringBuilder();
        var all = input.AsText();
        foreach (var range in all.AsSpan().Split('\n'))
        {
            var text = all[range];
            var goesOn = !text.StartsWith('{') && Marks.All(mark => !text.StartsWith(mark, StringComparison.Ordinal));
            if (goesOn)
            {
                if (turns.Count > 0 && text.Trim().Length > 0) more.Append('\n').Append(text); // A turn of several lines.
                continue;
            }

            Continue(turns, more);
            if (text.StartsWith('{')) Offer(tools, ReadInterface(input, text, "apiCode", "parameters"));
            else if (text.StartsWith(UserMark, StringComparison.Ordinal)) turns.Add(new Message(Role.User, text[UserMark.Length..].Trim()));
            else if (text.StartsWith(AssistantMark, StringComparison.Ordinal)) turns.Add(new Message(Role.Assistant, text[AssistantMark.Length..].Trim()));
            else if (text.StartsWith(RequestMark, StringComparison.Ordinal)) ReadRequest(input, text[RequestMark.Length..].Trim(), turns, tools);
        }

        Continue(turns, more);
        var output = row.Require("output");
        var request = output.AsText().Trim();
        if (!request.StartsWith(RequestMark, StringComparison.Ordinal)) throw output.Error($"\"{RequestMark}\" is expected");
        var answer = new Message(Role.Assistant, "") { Calls = ReadCalls(output, request[RequestMark.Length..].Trim()) };
        return [DialogueTasks.Task(row, RowIds.Of(line), [.. tools.Values], turns.ToImmutable(), answer, output)];
    }

    private static void Continue(ImmutableArray<Message>.Builder turns, StringBuilder more)
    {
        if (more.Length == 0) return;
        turns[^1] = turns[^1] with { Content = $"{turns[^1].Content}{more}" };
        more.Clear();
    }

    private static void ReadRequest(JsonField input, string text, ImmutableArray<Message>.Builder turns, Dictionary<string, ToolSchema> tools)
    {
        var arrow = text.IndexOf("->", StringComparison.Ordinal);
        var calls = ReadCalls(input, arrow < 0 ? text : text[..arrow]);
        turns.Add(new Message(Role.Assistant, "") { Calls = calls });
        if (arrow < 0) return;
        var result = text[(arrow + 2)..].Trim();
        turns.Add(new Message(Role.Tool, result));
        var found = PythonLiteral.Read(BareType().Replace(result, "'$0'"), out _) switch
        {
            CallValue.Mapping one => [one],
            CallValue.Sequence list => list.Items.OfType<CallValue.Mapping>(),
            _ => [],
        };
        foreach (var tool in found.Where(m => JsonCalls.Find(m, "input_parameters") is CallValue.Mapping)) Offer(tools, ReadInterface(input, tool, "name", "input_parameters"));
    }

    private static ImmutableArray<ToolCall> ReadCalls(JsonField field, string text)
    {
        var parse = ApiBankCalls.Parse(text);
        return parse.IsSuccess ? parse.Calls : throw field.Error($"the request cannot be read: {parse.Error} at character {parse.Position}");
    }

    private static ToolSchema ReadInterface(JsonField input, string text, string nameKey, string parametersKey) =>
        ReadInterface(input, ToolRlTools.Dictionary(text, out var error) ?? throw input.Error($"an interface cannot be read: {error}"), nameKey, parametersKey);

    private static ToolSchema ReadInterface(JsonField input, CallValue.Mapping tool, string nameKey, string parametersKey)
    {
        if (JsonCalls.Find(tool, nameKey) is not CallValue.Text { Value.Length: > 0 } name) throw input.Error($"an interface has no {nameKey}");
        var description = JsonCalls.Find(tool, "description") is CallValue.Text text ? text.Value : "";
        return FlatTool.Read(name.Value, description, JsonCalls.Find(tool, parametersKey) as CallValue.Mapping ?? new CallValue.Mapping([]), input);
    }

    /// <summary>A type that is written as a word, <c>'type': str</c>: some results are that careless.</summary>
    [GeneratedRegex(@"(?<='type': )[a-z]+(?=[,}])", RegexOptions.CultureInvariant)]
    private static partial Regex BareType();

    private static void Offer(Dictionary<string, ToolSchema> tools, ToolSchema tool) => tools[tool.Name] = tool;
}
