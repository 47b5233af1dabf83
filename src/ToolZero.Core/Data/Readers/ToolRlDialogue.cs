using System.Collections.Immutable;
using System.Text;
using ToolZero.Core.Calls;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// Reads the dialogue that ToolRL writes into one turn of the user: <c>user</c>, <c>think</c>, <c>tool_call</c>, <c>obs</c> and <c>response</c>
/// blocks. Think, calls and response that follow each other are one turn of the assistant.
/// </summary>
internal static class ToolRlDialogue
{
    private static readonly string[] Tags = ["user", "think", "tool_call", "obs", "response"];

    /// <exception cref="FieldException">A block has no end, or the calls in it cannot be read.</exception>
    public static ImmutableArray<Message> Read(JsonField field)
    {
        var text = field.AsText();
        var turns = ImmutableArray.CreateBuilder<Message>();
        var open = new OpenTurn();
        var next = new int[Tags.Length];
        for (var at = 0; ;)
        {
            var (tag, start) = NextTag(text, at, next);
            if (tag is null) break;
            var close = text.IndexOf($"</{tag}>", start, StringComparison.Ordinal);
            if (close < 0) throw field.Error($"the <{tag}> at character {start} has no end");
            var inner = PythonText.Trim(text.AsSpan(start, close - start)).ToString();
            at = close + tag.Length + 3;
            switch (tag)
            {
                case "user": open.CloseInto(turns); turns.Add(new Message(Role.User, inner)); break;
                case "obs": open.CloseInto(turns); turns.Add(new Message(Role.Tool, inner)); break;
                case "think": open.CloseInto(turns); open.Reasoning = inner; break;
                case "response":
                    if (open.Said.Length > 0 || !open.Calls.IsEmpty) open.CloseInto(turns);
                    open.Said.Append(inner);
                    break;
                default: open.Calls = open.Calls.AddRange(Calls(field, inner)); break;
            }
        }

        open.CloseInto(turns);
        return turns.Count > 0 ? turns.ToImmutable() : [new Message(Role.User, text)];
    }

    /// <summary>The calls of a block, one JSON object a line.</summary>
    /// <exception cref="FieldException">A line is none.</exception>
    public static ImmutableArray<ToolCall> Calls(JsonField field, string block)
    {
        var parse = JsonCalls.ReadEach(block.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), ToolRlCalls.ArgumentsKey);
        return parse.IsSuccess ? parse.Calls : throw field.Error($"the calls cannot be read: {parse.Error}");
    }

    /// <summary>The first tag from a place on; <paramref name="next"/> remembers where each is found next, so that the text is looked through once for each.</summary>
    private static (string? Tag, int Inner) NextTag(string text, int from, int[] next)
    {
        var first = -1;
        for (var i = 0; i < Tags.Length; i++)
        {
            if (next[i] < from || from == 0) next[i] = text.IndexOf($"<{Tags[i]}>", from, StringComparison.Ordinal) is var at and >= 0 ? at : int.MaxValue;
            if (first < 0 || next[i] < next[first]) first = i;
        }

        return next[first] == int.MaxValue ? (null, -1) : (Tags[first], next[first] + Tags[first].Length + 2);
    }

    /// <summary>A turn of the assistant that is not complete yet.</summary>
    private sealed class OpenTurn
    {
        public string Reasoning { get; set; } = "";

        public StringBuilder Said { get; } = new();

        public ImmutableArray<ToolCall> Calls { get; set; } = [];

        public void CloseInto(ImmutableArray<Message>.Builder turns)
        {
            if (Reasoning.Length > 0 || Said.Length > 0 || !Calls.IsEmpty)
                turns.Add(new Message(Role.Assistant, Said.ToString()) { Reasoning = Reasoning, Calls = Calls });
            (Reasoning, Calls) = ("", []);
            Said.Clear();
        }
    }
}
