namespace ToolZero.Core.Calls;

/// <summary>Which quotes the formatter writes around strings.</summary>
public enum QuoteStyle
{
    /// <summary>As Python's <c>repr</c>: single, unless the text has a single and no double quote.</summary>
    Single,

    /// <summary>Double quotes, unless the text has a double and no single quote.</summary>
    Double,
}
