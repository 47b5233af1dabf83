using System.Collections.Immutable;

namespace ToolZero.Core.Tools;

/// <summary>The JSON-schema type of a parameter.</summary>
public enum ParameterType
{
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
    Any,
}

/// <summary>One parameter of a tool.</summary>
/// <param name="Name">As it is written in a call.</param>
/// <param name="Type">Its type.</param>
/// <param name="Description">Free text, may be empty.</param>
/// <param name="Required">False when a call may leave it out.</param>
/// <param name="Enum">Allowed values as JSON text; empty when free.</param>
/// <param name="ItemType">Type of the items when <paramref name="Type"/> is an array.</param>
public sealed record ToolParameter(
    string Name,
    ParameterType Type,
    string Description,
    bool Required,
    ImmutableArray<string> Enum,
    ParameterType? ItemType = null);

/// <summary>A tool as the model sees it.</summary>
public sealed record ToolSchema(string Name, string Description, ImmutableArray<ToolParameter> Parameters);
