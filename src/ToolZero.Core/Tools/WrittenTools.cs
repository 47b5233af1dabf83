using System.Text;

namespace ToolZero.Core.Tools;

/// <summary>Remembers the JSON of tools that were written, by identity: a reader that remembers tools gives the same object again. Bounded.</summary>
internal sealed class WrittenTools
{
    private const int Capacity = 8 * 1024 * 1024;

    private readonly Dictionary<ToolSchema, byte[]> _texts = new(ReferenceEqualityComparer.Instance);
    private int _kept;

    public byte[] Of(ToolSchema tool)
    {
        if (_texts.TryGetValue(tool, out var text)) return text;
        text = Encoding.UTF8.GetBytes(ToolSchemaJson.Write(tool));
        if (_kept + text.Length > Capacity)
        {
            _texts.Clear();
            _kept = 0;
        }

        _kept += text.Length;
        return _texts[tool] = text;
    }
}
