using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Languages;

/// <summary>Java source text that <see cref="JavaConverter"/> reads back as the value.</summary>
internal static class JavaWriter
{
    public static string Write(PyValue value, string type, string? items = null) => value switch
    {
        PyValue.Text text => text.Value,
        PyValue.Boolean flag => flag.Value ? "true" : "false",
        PyValue.Integer when type == "long" => $"{PyRepr.Of(value)}L",
        PyValue.Real when type == "float" => $"{PyRepr.Of(value)}f",
        PyValue.Sequence list => WriteList(list, type, items ?? "any"),
        PyMapping mapping => $"new HashMap<String, Object>() {{{{ {string.Join(' ', mapping.Entries.Select(e => $"put(\"{Write(e.Key, "any")}\", {Quoted(e.Value)});"))} }}}}",
        _ => PyRepr.Of(value),
    };

    private static string WriteList(PyValue.Sequence list, string type, string items)
    {
        if (type == "Array") return $"new {items}[]{{{string.Join(", ", list.Items.Select(i => Write(i, items)))}}}";
        if (list.Items.IsEmpty) return "new ArrayList<>()";
        var written = list.Items.Select(i => items is "String" or "char" ? $"\"{Write(i, items)}\"" : Write(i, items));
        return $"new ArrayList<>(Arrays.asList({string.Join(", ", written)}))";
    }

    private static string Quoted(PyValue value) => value is PyValue.Text text ? $"\"{text.Value}\"" : Write(value, "any");
}
