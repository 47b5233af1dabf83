using ToolZero.Core.Calls;

namespace ToolZero.Core.Json;

/// <summary>What the parser made of a JSON text: its value, or why there is none.</summary>
/// <param name="Value">The value; null on failure.</param>
/// <param name="Error">Null on success, else one clause that says what is wrong.</param>
/// <param name="Position">Index into the text where the error was seen; 0 on success.</param>
public readonly record struct PythonJsonParse(CallValue? Value, string? Error, int Position)
{
    public bool IsSuccess => Error is null;
}
