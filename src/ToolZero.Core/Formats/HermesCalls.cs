using System.Collections.Immutable;
using System.Text;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Formats;

/// <summary>
/// Hermes, Qwen2.5 and Qwen3: one block <c>&lt;tool_call&gt;\n{"name": …, "arguments": {…}}\n&lt;/tool_call&gt;</c> for each call, prose before them.
/// </summary>
/// <param name="thinks">
/// Qwen3: the completion opens with <c>&lt;think&gt;\n…\n&lt;/think&gt;</c>, and is valid only so; Qwen2.5 need not think.
/// </param>
public sealed class HermesCalls(bool thinks) : ICallFormat
{
    private const string ArgumentsKey = "arguments";

    public static HermesCalls Plain { get; } = new(thinks: false);

    public static HermesCalls Thinking { get; } = new(thinks: true);

    public string Name => thinks ? "qwen3" : "qwen2.5";

    public CompletionReading Read(string completion)
    {
        ArgumentNullException.ThrowIfNull(completion);
        var (thought, reasoning, rest) = SplitThought(completion);
        var blocks = new List<string>();
        var body = new StringBuilder();
        var prose = new StringBuilder();
        var isClean = true;
        var at = 0;
        foreach (var range in TagBlocks.Inner(rest, TagBlocks.CallOpen, TagBlocks.CallClose))
        {
            var (start, end) = (range.Start.Value - TagBlocks.CallOpen.Length, range.End.Value + TagBlocks.CallClose.Length);
            if (blocks.Count > 0 && !PythonText.IsBlank(rest.AsSpan(at, start - at))) isClean = false; // Prose stands before the calls only.
            prose.Append(rest, at, start - at);
            var inner = PythonText.Trim(rest.AsSpan(range)).ToString();
            blocks.Add(inner);
            body.Append(body.Length > 0 ? "\n" : "").Append(inner);
            at = end;
        }

        var tail = rest.AsSpan(at);
        prose.Append(tail);
        if (blocks.Count > 0 && !PythonText.IsBlank(tail)) isClean = false;
        var isClosed = !rest.AsSpan(at).Contains(TagBlocks.CallOpen, StringComparison.Ordinal) && !prose.ToString().Contains(TagBlocks.CallClose, StringComparison.Ordinal);
        var calls = isClosed ? JsonCalls.ReadEach(blocks, ArgumentsKey) : CallParse.Failure("a <tool_call> without its end", 0);
        var said = PythonText.Trim(prose.ToString()).ToString();
        var isValid = thought != Thought.Broken && (thought == Thought.Whole || !thinks) && isClean && calls.IsSuccess && (blocks.Count > 0 || said.Length > 0);
        return new CompletionReading(isValid, reasoning, blocks.Count > 0 ? body.ToString() : said, calls, said);
    }

    public string Write(ImmutableArray<ToolCall> calls) => string.Join('\n', calls.Select(call => JsonCalls.Write(call, ArgumentsKey)));

    public string Complete(string reasoning, ImmutableArray<ToolCall> calls, string response)
    {
        var text = new StringBuilder();
        if (thinks || reasoning.Length > 0) text.Append("<think>\n").Append(reasoning).Append("\n</think>\n\n");
        text.Append(response);
        for (var i = 0; i < calls.Length; i++)
        {
            if (i > 0 || response.Length > 0) text.Append('\n');
            text.Append(Block(calls[i]));
        }

        return text.ToString();
    }

    public string? Problem(ImmutableArray<ToolCall> calls) => JsonCalls.Problem(calls);

    /// <summary>One call with its tags.</summary>
    internal static string Block(ToolCall call) => $"{TagBlocks.CallOpen}\n{JsonCalls.Write(call, ArgumentsKey)}\n{TagBlocks.CallClose}";

    private enum Thought
    {
        Absent,
        Whole,
        Broken,
    }

    private static (Thought Thought, string Reasoning, string After) SplitThought(string completion)
    {
        var (opens, closes) = (TagBlocks.Count(completion, TagBlocks.ThinkOpen), TagBlocks.Count(completion, TagBlocks.ThinkClose));
        if (opens == 0 && closes == 0) return (Thought.Absent, "", completion);

        // The reasoning ends at the last closing tag: what a model thinks about tags is no call.
        var close = completion.LastIndexOf(TagBlocks.ThinkClose, StringComparison.Ordinal);
        if (close < 0) return (Thought.Broken, "", completion);
        var open = completion.IndexOf(TagBlocks.ThinkOpen, StringComparison.Ordinal);
        var isWhole = opens == 1 && closes == 1 && open >= 0 && open < close && PythonText.IsBlank(completion.AsSpan(0, open));
        var from = open >= 0 && open < close ? open + TagBlocks.ThinkOpen.Length : 0;
        return (isWhole ? Thought.Whole : Thought.Broken, PythonText.Trim(completion.AsSpan(from..close)).ToString(), completion[(close + TagBlocks.ThinkClose.Length)..]);
    }
}
