using System.Buffers.Binary;
using System.Numerics;

namespace ToolZero.Cli.Report;

/// <summary>
/// Writes scalars as a TensorBoard event file: records of length, masked CRC-32C of the length, an Event message of protocol buffers, masked CRC-32C
/// of the message. Only the fields that scalars need: Event { wall_time = 1, step = 2, file_version = 3, summary = 5 }, Summary { value = 1 },
/// Value { tag = 1, simple_value = 2 }.
/// </summary>
public sealed class EventFileWriter : IDisposable
{
    private readonly FileStream _stream;

    private EventFileWriter(FileStream stream) => _stream = stream;

    /// <summary>Starts a new file in a folder; its name carries the time, as TensorBoard expects it.</summary>
    public static EventFileWriter Create(string folder, DateTimeOffset now)
    {
        Directory.CreateDirectory(folder);
        var stream = new FileStream(
            Path.Combine(folder, $"events.out.tfevents.{now.ToUnixTimeMilliseconds()}.toolzero"), FileMode.Create, FileAccess.Write, FileShare.Read);
        var writer = new EventFileWriter(stream);
        writer.Append(Event(now, 0, message => message.Text(3, "brain.Event:2")));
        return writer;
    }

    /// <summary>Appends the scalars of one step and hands them to the system; values that are not finite are left out.</summary>
    public void Write(long step, DateTimeOffset now, IEnumerable<KeyValuePair<string, double>> scalars)
    {
        Append(Event(now, step, message => message.Message(5, summary =>
        {
            foreach (var (tag, value) in scalars)
            {
                if (!double.IsFinite(value)) continue;
                summary.Message(1, entry =>
                {
                    entry.Text(1, tag);
                    entry.Float(2, (float)value);
                });
            }
        })));
        _stream.Flush();
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>One record: how the file frames a message.</summary>
    public static byte[] Record(ReadOnlySpan<byte> message)
    {
        var record = new byte[8 + 4 + message.Length + 4];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedCrc(record.AsSpan(0, 8)));
        message.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + message.Length), MaskedCrc(message));
        return record;
    }

    /// <summary>CRC-32C (Castagnoli).</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>The checksum rotated and shifted by a constant, so that checksums of data that holds checksums stay useful.</summary>
    public static uint MaskedCrc(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Crc(bytes), 15) + 0xa282ead8;

    private void Append(byte[] message) => _stream.Write(Record(message));

    private static byte[] Event(DateTimeOffset now, long step, Action<ProtobufMessage> rest)
    {
        var message = new ProtobufMessage();
        message.Double(1, now.ToUnixTimeMilliseconds() / 1000.0);
        message.Integer(2, step);
        rest(message);
        return message.ToArray();
    }
}
