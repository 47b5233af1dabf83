using ToolZero.Cli.Report;
using ToolZero.Cli.Tests.Support;
using ToolZero.Tests.Shared;

namespace ToolZero.Cli.Tests.Report;

/// <summary>Event files as TensorBoard reads them, by a reader of their own: lengths, both checksums of every record, messages.</summary>
public sealed class EventFileReadingSpecs
{
    [Fact]
    public void What_is_written_is_read_with_every_checksum_right()
    {
        using var folder = new TemporaryFolder();
        var start = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_500);
        using (var writer = EventFileWriter.Create(folder.Path, start))
        {
            for (var step = 0; step < 200; step++)
                writer.Write(step, start.AddSeconds(step), [new("reward/mean", step / 3.0), new("loss", double.NaN), new("gradient-norm", 1e-30 * step)]);
        }

        var events = EventFile.Records(File.ReadAllBytes(Directory.GetFiles(folder.Path).Single())).Select(Protobuf.Read).ToList();
        Assert.Equal("brain.Event:2", events[0].Single(f => f.Number == 3).Text);
        Assert.Equal(201, events.Count);
        for (var step = 0; step < 200; step++)
        {
            var fields = events[step + 1];
            Assert.Equal(1_700_000_000.5 + step, fields.Single(f => f.Number == 1).Double);
            Assert.Equal((ulong)step, fields.Single(f => f.Number == 2).Value);
            Assert.Equal([("reward/mean", (float)(step / 3.0)), ("gradient-norm", (float)(1e-30 * step))], EventFile.Scalars(fields));
        }
    }

    [Fact]
    public void A_changed_byte_is_found()
    {
        using var folder = new TemporaryFolder();
        using (var writer = EventFileWriter.Create(folder.Path, DateTimeOffset.UnixEpoch)) writer.Write(1, DateTimeOffset.UnixEpoch, [new("loss", 0.5)]);
        var bytes = File.ReadAllBytes(Directory.GetFiles(folder.Path).Single());
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.ThrowsAny<Exception>(() => EventFile.Records(bytes).ToList());
            bytes[i] ^= 1;
        }
    }
}
