using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl;

/// <summary>Which Python type a declared type word stands for, by language.</summary>
internal static class BfclTypes
{
    /// <summary>Null for a word that the language does not have.</summary>
    public static PyKind? Find(BfclLanguage language, string word) => language switch
    {
        BfclLanguage.Java => Java(word),
        BfclLanguage.JavaScript => JavaScript(word),
        _ => Python(word),
    };

    /// <summary>The word's items have a declared type of their own.</summary>
    public static bool HasItems(BfclLanguage language, string word) => language switch
    {
        BfclLanguage.Java => word is "Array" or "ArrayList",
        BfclLanguage.JavaScript => word == "array",
        _ => word is "array" or "tuple",
    };

    private static PyKind? Python(string word) => word switch
    {
        "string" or "any" => PyKind.Text,
        "integer" => PyKind.Integer,
        "float" => PyKind.Real,
        "boolean" => PyKind.Boolean,
        "array" or "tuple" => PyKind.List,
        "dict" => PyKind.Mapping,
        _ => null,
    };

    private static PyKind? Java(string word) => word switch
    {
        "String" or "char" or "any" => PyKind.Text,
        "byte" or "short" or "integer" or "long" => PyKind.Integer,
        "float" or "double" => PyKind.Real,
        "boolean" => PyKind.Boolean,
        "Array" or "ArrayList" or "Queue" or "Stack" => PyKind.List,
        "HashMap" or "Hashtable" => PyKind.Mapping,
        "Set" => PyKind.Other,
        _ => null,
    };

    private static PyKind? JavaScript(string word) => word switch
    {
        "String" or "any" => PyKind.Text,
        "integer" or "Bigint" => PyKind.Integer,
        "float" => PyKind.Real,
        "Boolean" => PyKind.Boolean,
        "array" => PyKind.List,
        "dict" => PyKind.Mapping,
        _ => null,
    };
}
