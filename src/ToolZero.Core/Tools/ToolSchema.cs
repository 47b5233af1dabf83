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
/// <param name="RawSchema">
/// The parameter's JSON schema as it was read, when it says more than the other fields (nested properties, defaults, formats); null otherwise.
/// </param>
public sealed record ToolParameter(
    string Name,
    ParameterType Type,
    string Description,
    bool Required,
    ImmutableArray<string> Enum,
    ParameterType? ItemType = null,
    string? RawSchema = null)
{
    public bool Equals(ToolParameter? other) =>
        other is not null && Name == other.Name && Type == other.Type && Description == other.Description && Required == other.Required
        && Enum.SequenceEqual(other.Enum) && ItemType == other.ItemType && RawSchema == other.RawSchema;

    public override int GetHashCode() => HashCode.Combine(Name, Type, Required, Enum.Length, ItemType);
}

/// <summary>A keyword of the JSON schema of a tool's parameters, beside their type, properties and required.</summary>
/// <param name="Name">One of <see cref="ToolSchemaJson.Keywords"/>.</param>
/// <param name="Json">Its value on one line.</param>
public readonly record struct SchemaKeyword(string Name, string Json);

/// <summary>A tool as the model sees it.</summary>
public sealed record ToolSchema(string Name, string Description, ImmutableArray<ToolParameter> Parameters)
{
    /// <summary>What the schema says about the parameters as a whole: definitions that they refer to, whether there may be others.</summary>
    public ImmutableArray<SchemaKeyword> Keywords { get; init; } = [];

    public bool Equals(ToolSchema? other) =>
        other is not null && Name == other.Name && Description == other.Description && Parameters.SequenceEqual(other.Parameters) && Keywords.SequenceEqual(other.Keywords);

    public override int GetHashCode() => HashCode.Combine(Name, Description, Parameters.Length);
}
