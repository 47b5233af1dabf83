using ToolZero.Core.Calls;

namespace ToolZero.Core.Formats;

/// <summary>What a call format finds in a completion.</summary>
/// <param name="IsValid">The layout is exactly the format's: R_format is 1.</param>
/// <param name="Reasoning">What the think block holds, trimmed; empty without one.</param>
/// <param name="Body">The text that holds the calls, trimmed: what the lenient part of a reward counts.</param>
/// <param name="Calls">The calls, or why there are none to read.</param>
/// <param name="Response">What is said to the user beside the calls or instead of them, trimmed.</param>
public sealed record CompletionReading(bool IsValid, string Reasoning, string Body, CallParse Calls, string Response);
