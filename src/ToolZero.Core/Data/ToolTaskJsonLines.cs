using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Core.Data.Preparation;
using ToolZero.Core.Data.Readers;

namespace ToolZero.Core.Data;

/// <summary>The product's own data files: one task per line as JSON (docs/data.md). They are whole or nothing: the first row that an import would refuse is an error.</summary>
public static class ToolTaskJsonLines
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Streams the tasks of a file.</summary>
    /// <exception cref="DataException">The file cannot be read, or a row is malformed: names file, line, field and reason.</exception>
    public static IEnumerable<ToolTask> Read(string path)
    {
        var ids = new KeySet();
        foreach (var item in DataFile.Read(path, new OwnReader()))
        {
            if (item.Refused is { } row) throw new DataException(row.ToString());
            foreach (var task in item.Tasks)
            {
                if (!ids.Add(ContentKey.Of(task.Id))) throw new DataException($"{path}:{item.Line}: id: \"{task.Id}\" is already on line {LineOf(path, task.Id)}");
                yield return task;
            }
        }
    }

    /// <summary>Writes the tasks beside <paramref name="path"/> and moves the finished file into place; returns their number.</summary>
    /// <exception cref="DataException">The file cannot be written; nothing partial is left.</exception>
    public static int Write(string path, IEnumerable<ToolTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        OutputPath.Check(path);
        var aside = path + ".part";
        try
        {
            var count = 0;
            using (var stream = File.Create(aside)) count = Write(stream, tasks);
            File.Move(aside, path, overwrite: true);
            return count;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be written: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        finally
        {
            if (File.Exists(aside)) File.Delete(aside);
        }
    }

    /// <summary>Writes the tasks to a stream; returns their number.</summary>
    public static int Write(Stream stream, IEnumerable<ToolTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tasks);
        var count = 0;
        foreach (var task in tasks)
        {
            using (var json = new Utf8JsonWriter(stream, Compact)) ToolTaskJson.Write(json, task);
            stream.WriteByte((byte)'\n');
            count++;
        }

        return count;
    }

    /// <summary>Where an id stands first: looked up when it is asked for, because remembering all lines takes memory.</summary>
    private static int LineOf(string path, string id) => DataFile.Read(path, new OwnReader()).First(item => item.Tasks.Any(t => t.Id == id)).Line;
}
