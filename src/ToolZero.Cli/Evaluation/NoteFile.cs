using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Actors.Hosting;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Evaluation;

/// <summary>Small JSON files beside results that say what these are of.</summary>
internal static class NoteFile
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write<T>(string path, T note) => AtomicFile.Write(path, JsonSerializer.Serialize(note, Layout));

    /// <exception cref="DataException">It is damaged: one line.</exception>
    public static T Read<T>(string path)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Layout) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new DataException($"{path}: does not say what the results beside it are of ({e.Message}); choose another --out or --name, or delete the folder", e);
        }
    }
}
