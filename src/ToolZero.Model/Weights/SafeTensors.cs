using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Data;
using static TorchSharp.torch;

namespace ToolZero.Model.Weights;

/// <summary>
/// A safetensors file opened for reading. The header is validated whole before the first tensor is allocated; tensors are streamed from
/// the file one by one.
/// </summary>
public sealed class SafeTensorsFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly Dictionary<string, SafeTensorsEntry> _byName;

    private SafeTensorsFile(string path, FileStream stream, SafeTensorsHeader header)
    {
        Path = path;
        _stream = stream;
        Header = header;
        _byName = header.Entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
    }

    public string Path { get; }

    public SafeTensorsHeader Header { get; }

    /// <summary>The entry of that name, or null.</summary>
    public SafeTensorsEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <exception cref="DataException">Missing, unreadable, or not a sound safetensors file.</exception>
    public static SafeTensorsFile Open(string path)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be opened ({e.Message})", e);
        }

        try
        {
            return new SafeTensorsFile(path, stream, SafeTensorsHeader.Read(stream, stream.Length, path));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads one tensor into memory in its stored type; the caller owns it.</summary>
    /// <exception cref="DataException">No such tensor, or the file ends early.</exception>
    public Tensor Read(string name)
    {
        var entry = Find(name) ?? throw SafeTensorsHeader.Bad(Path, $"has no tensor {SafeTensorsHeader.Quote(name)}");
        var tensor = empty([.. entry.Shape], entry.Type).DetachFromDisposeScope();
        try
        {
            _stream.Position = Header.DataStart + entry.Begin;
            TensorBytes.ForEach(tensor, _stream.ReadExactly);
            return tensor;
        }
        catch (Exception e) when (e is IOException)
        {
            tensor.Dispose();
            throw new DataException($"{Path}: tensor {SafeTensorsHeader.Quote(name)} cannot be read ({e.Message}); the file is truncated or damaged", e);
        }
    }

    public void Dispose() => _stream.Dispose();
}

/// <summary>Writes safetensors files: aside, flushed to the disk, then renamed, so that a reader never sees half a file.</summary>
public static class SafeTensors
{
    /// <summary>Writes tensors in the given order.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="tensors">Names and tensors; on any device; the names differ.</param>
    /// <param name="metadata">Strings for the __metadata__ entry; "format": "pt" is added, which other readers ask for.</param>
    /// <param name="type">Element type in the file; null keeps that of each tensor.</param>
    public static void Write(string path, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null, ScalarType? type = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var header = Header(tensors, metadata, type);
        var aside = path + ".partial";
        using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            Span<byte> prefix = stackalloc byte[8];
            System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
            stream.Write(prefix);
            stream.Write(header);
            foreach (var (_, tensor) in tensors)
            {
                using var plain = tensor.detach();
                using var converted = plain.to(type ?? tensor.dtype);
                TensorBytes.ForEachRead(converted, piece => stream.Write(piece));
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }

    /// <summary>Reads a whole file into named tensors in their stored types; the caller owns them.</summary>
    public static ImmutableArray<KeyValuePair<string, Tensor>> ReadAll(string path)
    {
        using var file = SafeTensorsFile.Open(path);
        return [.. file.Header.Entries.Select(entry => KeyValuePair.Create(entry.Name, file.Read(entry.Name)))];
    }

    private static byte[] Header(IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata, ScalarType? type)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            foreach (var (key, value) in metadata ?? ImmutableDictionary<string, string>.Empty)
            {
                if (key != "format") json.WriteString(key, value);
            }

            json.WriteEndObject();
            long position = 0;
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (name, tensor) in tensors)
            {
                if (!seen.Add(name)) throw new ArgumentException($"tensor {name} is given twice", nameof(tensors));
                var stored = type ?? tensor.dtype;
                var end = checked(position + tensor.NumberOfElements * stored.SizeInBytes());
                json.WriteStartObject(name);
                json.WriteString("dtype", SafeTensorsTypes.Name(stored));
                json.WriteStartArray("shape");
                foreach (var extent in tensor.shape) json.WriteNumberValue(extent);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(position);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                position = end;
            }

            json.WriteEndObject();
        }

        // Padded with spaces so that the data begins at a multiple of 8, as the format asks.
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }
}
