using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ToolZero.Core.Data;
using static TorchSharp.torch;

namespace ToolZero.Model.Weights;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its extents; empty for a scalar.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">One past its last byte.</param>
public sealed record SafeTensorsEntry(string Name, ScalarType Type, ImmutableArray<long> Shape, long Begin, long End)
{
    public long Bytes => End - Begin;
}

/// <summary>
/// Header of a safetensors file: 8 bytes little-endian length n, n bytes of JSON (name to dtype, shape, data_offsets), then the data.
/// Everything is checked against the length of the file before anything of that size is allocated: the data of the tensors, in order of
/// their offsets, must cover the rest of the file without a hole or an overlap.
/// </summary>
public sealed class SafeTensorsHeader
{
    /// <summary>Longest header that is read, in bytes (the limit of the format's reference reader).</summary>
    public const int MaxHeaderBytes = 100_000_000;

    private const int MaxDimensions = 8;

    private SafeTensorsHeader(long dataStart, ImmutableArray<SafeTensorsEntry> entries, ImmutableDictionary<string, string> metadata)
    {
        DataStart = dataStart;
        Entries = entries;
        Metadata = metadata;
    }

    /// <summary>Offset of the first data byte in the file.</summary>
    public long DataStart { get; }

    /// <summary>The tensors, ascending by offset.</summary>
    public ImmutableArray<SafeTensorsEntry> Entries { get; }

    public ImmutableDictionary<string, string> Metadata { get; }

    /// <summary>Reads and checks the header at the start of a stream.</summary>
    /// <param name="stream">Positioned at byte 0.</param>
    /// <param name="fileLength">Length of the whole file in bytes.</param>
    /// <param name="where">Name of the file, for errors.</param>
    /// <exception cref="DataException">Anything that is not a sound safetensors file.</exception>
    public static SafeTensorsHeader Read(Stream stream, long fileLength, string where)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (fileLength < 8) throw Bad(where, $"has {fileLength} bytes, too few for a safetensors file; it is truncated or another format");
        Span<byte> prefix = stackalloc byte[8];
        ReadExactly(stream, prefix, where);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeaderBytes) throw Bad(where, $"announces a header of {length} bytes (at most {MaxHeaderBytes} are allowed); it is damaged or not a safetensors file");
        if ((long)length > fileLength - 8) throw Bad(where, $"announces a header of {length} bytes but has {fileLength} in all; it is truncated");
        var json = new byte[(int)length];
        ReadExactly(stream, json, where);
        return Parse(json, fileLength - 8 - (long)length, where);
    }

    /// <summary>Parses the JSON of a header that is followed by <paramref name="dataLength"/> bytes of data.</summary>
    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength, string where)
    {
        try
        {
            return ParseChecked(json, dataLength, where);
        }
        catch (JsonException e)
        {
            throw new DataException($"{where}: the header is not valid JSON ({OneLine(e.Message)}); the file is damaged or not a safetensors file", e);
        }
        catch (InvalidOperationException e)
        {
            // Utf8JsonReader reports invalid UTF-8 inside of strings this way.
            throw new DataException($"{where}: the header holds text that is not UTF-8; the file is damaged or not a safetensors file", e);
        }
    }

    private static SafeTensorsHeader ParseChecked(ReadOnlySpan<byte> json, long dataLength, string where)
    {
        if (json.IsEmpty || json[0] != (byte)'{') throw Bad(where, "the header does not begin with '{'; the file is damaged or not a safetensors file");
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        reader.Read();
        var metadata = ImmutableDictionary<string, string>.Empty;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var entries = new List<SafeTensorsEntry>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!seen.Add(name)) throw Bad(where, $"tensor {Quote(name)} is named twice in the header");
            reader.Read();
            if (name == "__metadata__") metadata = ReadMetadata(ref reader, where);
            else entries.Add(ReadEntry(ref reader, name, where));
        }

        while (reader.Read())
        {
            // Only white space may follow; the reader throws at anything else.
        }

        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        CheckCover(entries, dataLength, where);
        return new SafeTensorsHeader(8 + json.Length, [.. entries], metadata);
    }

    private static void CheckCover(List<SafeTensorsEntry> entries, long dataLength, string where)
    {
        long position = 0;
        foreach (var entry in entries)
        {
            if (entry.End > dataLength) throw Bad(where, $"tensor {Quote(entry.Name)} ends at data byte {entry.End} but only {dataLength} follow the header; the file is truncated or damaged");
            if (entry.Begin < position) throw Bad(where, $"tensor {Quote(entry.Name)} begins at data byte {entry.Begin}, inside of the one before it; the header is damaged");
            if (entry.Begin > position) throw Bad(where, $"data bytes {position} to {entry.Begin} before tensor {Quote(entry.Name)} belong to no tensor; the header is damaged");
            position = entry.End;
        }

        if (position != dataLength) throw Bad(where, $"{dataLength - position} bytes after the last tensor belong to no tensor; the file is damaged");
    }

    private static ImmutableDictionary<string, string> ReadMetadata(ref Utf8JsonReader reader, string where)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Bad(where, "__metadata__ must be an object of strings");
        var result = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw Bad(where, $"__metadata__ entry {Quote(key)} must be a string");
            result[key] = reader.GetString()!;
        }

        return result.ToImmutable();
    }

    private static SafeTensorsEntry ReadEntry(ref Utf8JsonReader reader, string name, string where)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Bad(where, $"tensor {Quote(name)} must be an object with dtype, shape and data_offsets");
        ScalarType? type = null;
        List<long>? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.GetString()!;
            reader.Read();
            switch (field)
            {
                case "dtype" when type is null && reader.TokenType == JsonTokenType.String:
                    type = SafeTensorsTypes.Parse(reader.GetString()!) ?? throw Bad(where, $"tensor {Quote(name)}: dtype {Quote(reader.GetString()!)} is not supported; {SafeTensorsTypes.Known} are");
                    break;
                case "shape" when shape is null && reader.TokenType == JsonTokenType.StartArray:
                    shape = ReadNumbers(ref reader, name, field, MaxDimensions, where);
                    break;
                case "data_offsets" when offsets is null && reader.TokenType == JsonTokenType.StartArray:
                    offsets = ReadNumbers(ref reader, name, field, 2, where);
                    break;
                default:
                    throw Bad(where, $"tensor {Quote(name)}: field {Quote(field)} is unknown, repeated or of the wrong kind; dtype, shape and data_offsets are expected");
            }
        }

        if (type is null || shape is null || offsets is not [var begin, var end]) throw Bad(where, $"tensor {Quote(name)} needs dtype, shape and two data_offsets");
        long bytes = type.Value.SizeInBytes();
        foreach (var extent in shape)
        {
            if (!TryMultiply(bytes, extent, out bytes)) throw Bad(where, $"tensor {Quote(name)}: shape [{string.Join(", ", shape)}] is larger than any file");
        }

        if (begin > end || end - begin != bytes)
            throw Bad(where, $"tensor {Quote(name)}: data_offsets [{begin}, {end}] hold {end - begin} bytes but {SafeTensorsTypes.Name(type.Value)} of shape [{string.Join(", ", shape)}] has {bytes}");
        return new SafeTensorsEntry(name, type.Value, [.. shape], begin, end);
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader reader, string name, string field, int most, string where)
    {
        var result = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value) || value < 0)
                throw Bad(where, $"tensor {Quote(name)}: {field} must hold whole numbers of at least 0");
            if (result.Count == most) throw Bad(where, $"tensor {Quote(name)}: {field} holds more than {most} numbers");
            result.Add(value);
        }

        return result;
    }

    private static bool TryMultiply(long a, long b, out long product)
    {
        var wide = Math.BigMul(a, b, out product);
        return wide == 0 && product >= 0;
    }

    private static void ReadExactly(Stream stream, Span<byte> target, string where)
    {
        try
        {
            stream.ReadExactly(target);
        }
        catch (EndOfStreamException e)
        {
            throw new DataException($"{where}: ends inside of its header; it is truncated", e);
        }
    }

    internal static DataException Bad(string where, string problem) => new($"{where}: {problem}");

    internal static string Quote(string text)
    {
        var shortened = new StringBuilder(text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "…"));
        for (var i = 0; i < shortened.Length; i++)
        {
            if (char.IsControl(shortened[i])) shortened[i] = '?';
        }

        return $"'{shortened}'";
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
