namespace ToolZero.Core.Formats;

/// <summary>Which call format a reward rule was published with.</summary>
public static class CallFormats
{
    /// <summary>The rule's own format; Tool-Zero's where it has none.</summary>
    public static ICallFormat OfRule(string rule) => rule switch
    {
        "tool-rl" => ToolRlCalls.Instance,
        "tool-n1" => ToolN1Calls.Instance,
        _ => ToolZeroCalls.Instance,
    };
}
