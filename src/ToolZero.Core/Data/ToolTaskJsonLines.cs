using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Core.Data.Preparation;

namespace ToolZero.Core.Data;

/// <summary>The product's own data files: one task per line as JSON (docs/data.md).</summary>
public static class ToolTaskJsonLines
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Streams the tasks of a file.</summary>
    /// <exception cref="DataException">The file cannot be read, or a row is malformed: names file, line, field and reason.</exception>
    public static IEnumerable<ToolTask> Read(string path)
    {
        using var text = BoundedLineReader.Open(path);
        foreach (var task in Read(text, path, id => $"is already on line {LineOf(path, id)}")) yield return task;
    }

    /// <summary>Streams the tasks of open text; <paramref name="name"/> stands for the file in errors.</summary>
    /// <inheritdoc cref="Read(string)" path="/exception"/>
    public static IEnumerable<ToolTask> Read(TextReader text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, name, _ => "occurs before");
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

    private static IEnumerable<ToolTask> Read(TextReader text, string name, Func<string, string> repeated)
    {
        var ids = new KeySet();
        foreach (var line in JsonLines.Read(text, name))
        {
            var task = Read(line);
            if (!ids.Add(ContentKey.Of(task.Id))) throw new DataException($"{line.Where}: id: \"{task.Id}\" {repeated(task.Id)}");
            yield return task;
        }
    }

    /// <summary>Where an id stands first: looked up when it is asked for, because remembering all lines takes memory.</summary>
    private static int LineOf(string path, string id) => JsonLines.Read(path).First(line => Read(line).Id == id).Line;

    private static ToolTask Read(JsonLine line)
    {
        try
        {
            return ToolTaskJson.Read(line.Row);
        }
        catch (FieldException e)
        {
            throw new DataException($"{line.Where}: {e.Field}: {e.Reason}", e);
        }
    }
}
