#nullable disable
using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Splits <c>a."b.c".d</c> at the dots outside quotes.</summary>
internal static class HoconPath
{
    public static List<string> Split(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var keys = new List<string>();
        var key = new StringBuilder();
        var quoted = false;
        foreach (var c in path)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == '.' && !quoted)
            {
                keys.Add(key.ToString());
                key.Clear();
            }
            else
            {
                key.Append(c);
            }
        }

        keys.Add(key.ToString());
        return keys;
    }

    public static string Join(IEnumerable<string> keys) => string.Join('.', keys.Select(k => k.Contains('.') || k.Length == 0 ? $"\"{k}\"" : k));
}
