namespace ToolZero.Core.Tools;

/// <summary>The names that public data sets give to parameter types: JSON schema, Python, Java and JavaScript.</summary>
public static class ParameterTypes
{
    /// <summary>Null when the word names no type. Case is ignored.</summary>
    public static ParameterType? Find(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Trim().ToUpperInvariant() switch
        {
            "STRING" or "STR" or "CHAR" or "DATE" or "DATETIME" or "ENUM" => ParameterType.String,
            "INTEGER" or "INT" or "LONG" or "SHORT" or "BYTE" or "BIGINT" => ParameterType.Integer,
            "NUMBER" or "FLOAT" or "DOUBLE" => ParameterType.Number,
            "BOOLEAN" or "BOOL" => ParameterType.Boolean,
            "ARRAY" or "LIST" or "TUPLE" or "ARRAYLIST" or "SET" => ParameterType.Array,
            "OBJECT" or "DICT" or "HASHMAP" or "MAP" => ParameterType.Object,
            "ANY" => ParameterType.Any,
            _ => null,
        };
    }

    /// <summary>The JSON-schema name; null for any, which a schema leaves out.</summary>
    public static string? JsonName(ParameterType type) => type switch
    {
        ParameterType.String => "string",
        ParameterType.Integer => "integer",
        ParameterType.Number => "number",
        ParameterType.Boolean => "boolean",
        ParameterType.Array => "array",
        ParameterType.Object => "object",
        _ => null,
    };
}
