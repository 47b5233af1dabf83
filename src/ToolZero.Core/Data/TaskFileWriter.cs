using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data;

/// <summary>Writes tasks beside their file, one per line; finishing syncs them, committing moves the finished file into place, anything else leaves nothing.</summary>
public sealed class TaskFileWriter : IDisposable
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly string _path;
    private readonly string _aside;
    private readonly Utf8JsonWriter _json;
    private readonly WrittenTools _tools = new();
    private FileStream? _stream;

    private TaskFileWriter(string path, FileStream stream) =>
        (_path, _aside, _stream, _json) = (path, path + ".part", stream, new Utf8JsonWriter(new StreamBuffer(stream), Compact));

    /// <summary>Tasks written.</summary>
    public long Count { get; private set; }

    /// <exception cref="DataException">The file cannot be made.</exception>
    public static TaskFileWriter Create(string path)
    {
        OutputPath.Check(path);
        if (Directory.Exists(path)) throw new DataException($"{path}: is a folder; name a file");
        return Guarded(path, () => new TaskFileWriter(path, new FileStream(path + ".part", FileMode.Create, FileAccess.ReadWrite, FileShare.None, 128 * 1024)));
    }

    /// <summary>Appends a task; returns where its line begins.</summary>
    /// <exception cref="DataException">The disk is full or gone.</exception>
    public long Write(ToolTask task) => Guarded(_path, () =>
    {
        var at = _stream!.Position;
        _json.Reset();
        ToolTaskJson.Write(_json, task, _tools);
        _json.Flush();
        _stream.WriteByte((byte)'\n');
        Count++;
        return at;
    });

    /// <summary>Ends the writing: every row is on the disk, beside the file.</summary>
    /// <exception cref="DataException">The disk is full or gone.</exception>
    public void Finish() => Guarded(_path, () =>
    {
        _stream!.Flush(flushToDisk: true);
        _stream.Dispose();
        _stream = null;
        return 0;
    });

    /// <summary>The same, with the lines in another order.</summary>
    /// <param name="starts">Where each line begins.</param>
    /// <param name="order">Index of the line that comes next, for every place.</param>
    /// <exception cref="DataException">The disk is full or gone.</exception>
    public void Finish(IReadOnlyList<long> starts, Func<int, int> order) => Guarded(_path, () =>
    {
        _stream!.Flush();
        var end = _stream.Length;
        var shuffled = _path + ".shuffled.part";
        using (var to = new FileStream(shuffled, FileMode.Create, FileAccess.Write, FileShare.None, 128 * 1024))
        {
            var line = Array.Empty<byte>();
            for (var i = 0; i < starts.Count; i++)
            {
                var index = order(i);
                var length = (int)((index + 1 < starts.Count ? starts[index + 1] : end) - starts[index]);
                if (line.Length < length) line = new byte[Math.Max(length, 2 * line.Length)];
                ReadExactly(line.AsSpan(0, length), starts[index]);
                to.Write(line, 0, length);
            }

            to.Flush(flushToDisk: true);
        }

        _stream.Dispose();
        _stream = null;
        File.Move(shuffled, _aside, overwrite: true);
        return 0;
    });

    /// <summary>Puts the finished file into place.</summary>
    /// <exception cref="DataException">It cannot be moved.</exception>
    public void Commit() => Guarded(_path, () =>
    {
        File.Move(_aside, _path, overwrite: true);
        return 0;
    });

    public void Dispose()
    {
        _json.Dispose();
        _stream?.Dispose();
        _stream = null;
        foreach (var left in new[] { _aside, _path + ".shuffled.part" })
            if (File.Exists(left)) File.Delete(left);
    }

    private void ReadExactly(Span<byte> bytes, long from)
    {
        for (var read = 0; read < bytes.Length;)
        {
            var got = RandomAccess.Read(_stream!.SafeFileHandle, bytes[read..], from + read);
            read += got > 0 ? got : throw new EndOfStreamException("the rows that were written aside are gone");
        }
    }

    private static T Guarded<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DataException($"{path}: cannot be written: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
