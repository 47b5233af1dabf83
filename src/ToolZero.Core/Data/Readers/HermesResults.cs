using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts;

namespace ToolZero.Core.Data.Readers;

/// <summary>Results of calls, one <c>&lt;tool_response&gt;</c> block for each. Hermes has them in a turn of the tool, Qwen in one of the user.</summary>
internal static class HermesResults
{
    private const string Open = "<tool_response>";
    private const string Close = "</tool_response>";

    /// <summary>True when the text begins with a result, whoever is said to speak it.</summary>
    public static bool Begin(string text) => PythonText.Trim(text).StartsWith(Open, StringComparison.Ordinal);

    /// <summary>A turn of the tool: a turn for each block, or for the whole text where it holds anything else.</summary>
    public static ImmutableArray<Message> OfTool(string text) =>
        Begin(text) && Read(text) is { Said: "" } results ? [.. results.Blocks.Select(Result)] : [Result(text)];

    /// <summary>A turn of the user that begins with results: those, and what the user says behind them; null when they cannot be told apart.</summary>
    public static ImmutableArray<Message>? OfUser(string text) => Read(text) is not { } results ? null
        : results.Said.Length == 0 ? [.. results.Blocks.Select(Result)]
        : [.. results.Blocks.Select(Result), new Message(Role.User, results.Said)];

    private static Message Result(string text) => new(Role.Tool, text);

    /// <summary>The blocks and the text behind them; null when text stands between them or one has no end.</summary>
    private static (ImmutableArray<string> Blocks, string Said)? Read(string text)
    {
        var blocks = ImmutableArray.CreateBuilder<string>();
        var behind = 0;
        foreach (var range in TagBlocks.Inner(text, Open, Close))
        {
            if (!PythonText.IsBlank(text.AsSpan(behind..(range.Start.Value - Open.Length)))) return null;
            blocks.Add(PythonText.Trim(text.AsSpan(range)).ToString());
            behind = range.End.Value + Close.Length;
        }

        var said = PythonText.Trim(text.AsSpan(behind)).ToString();
        return said.Contains(Open, StringComparison.Ordinal) ? null : (blocks.ToImmutable(), said);
    }
}
