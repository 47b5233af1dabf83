using System.Security.Cryptography;
using System.Text;
using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;

namespace ToolZero.Core.Data.Preparation;

/// <summary>
/// Identity of a task by its content: dialogue, names of the offered tools and reference, whatever id, category and order of tools and calls. 128 bits
/// of SHA-256, so that remembering a row takes 16 bytes.
/// </summary>
public static class ContentKey
{
    public static UInt128 Of(ToolTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var text = new StringBuilder();
        foreach (var message in task.Messages)
        {
            text.Append(RoleNames.Of(message.Role)).Append('\u0001');
            AppendWords(text, message.Content);
            if (!message.Calls.IsEmpty) text.Append(PythonCallFormatter.Format(message.Calls));
            text.Append('\u0002');
        }

        foreach (var name in task.Tools.Select(t => t.Name).Order(StringComparer.Ordinal)) text.Append(name).Append('\u0003');
        foreach (var call in task.Reference.Select(c => PythonCallFormatter.FormatCall(c)).Order(StringComparer.Ordinal)) text.Append(call).Append('\u0004');
        return Of(text.ToString());
    }

    public static UInt128 Of(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return new UInt128(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
    }

    /// <summary>The words with one blank between them and none around.</summary>
    private static void AppendWords(StringBuilder text, string content)
    {
        var (start, gap) = (text.Length, false);
        foreach (var c in content)
        {
            if (PythonText.IsSpace(c))
            {
                gap = true;
                continue;
            }

            if (gap && text.Length > start) text.Append(' ');
            gap = false;
            text.Append(c);
        }
    }
}
