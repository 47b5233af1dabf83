using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Languages;

/// <summary>JavaScript source text that <see cref="JavaScriptConverter"/> reads back as the value.</summary>
internal static class JavaScriptWriter
{
    public static string Write(PyValue value, string type) => value switch
    {
        PyValue.Text text => type == "String" ? $"\"{text.Value}\"" : text.Value,
        PyValue.Boolean flag => flag.Value ? "true" : "false",
        PyValue.Integer when type == "Bigint" => $"{PyRepr.Of(value)}n",
        PyValue.Sequence list => $"[{string.Join(", ", list.Items.Select(i => Write(i, "String")))}]",
        PyMapping mapping => $"{{{string.Join(", ", mapping.Entries.Select(e => $"{Write(e.Key, "String")}: {Write(e.Value, "String")}"))}}}",
        _ => PyRepr.Of(value),
    };
}
