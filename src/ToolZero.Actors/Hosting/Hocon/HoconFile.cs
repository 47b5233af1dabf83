using ToolZero.Core.Data;

namespace ToolZero.Actors.Hosting.Hocon;

/// <summary>Reads files whose size is bounded, whatever they are.</summary>
internal static class HoconFile
{
    /// <exception cref="DataException">The file cannot be read, or is too large.</exception>
    public static string Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var text = new char[HoconLimits.Characters + 1];
            var length = reader.ReadBlock(text);
            return length <= HoconLimits.Characters
                ? new string(text, 0, length)
                : throw new DataException($"{path}: more than {HoconLimits.Characters} characters; a configuration is smaller");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot read this configuration: {e.Message}", e);
        }
    }
}
