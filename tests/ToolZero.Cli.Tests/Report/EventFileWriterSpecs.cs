using System.Text;
using ToolZero.Cli.Report;
using ToolZero.Cli.Tests.Support;

namespace ToolZero.Cli.Tests.Report;

public sealed class EventFileWriterSpecs
{
    private static readonly DateTimeOffset OneAndAHalf = DateTimeOffset.FromUnixTimeMilliseconds(1500);

    [Fact]
    public void The_checksum_is_castagnolis()
    {
        var digits = Encoding.ASCII.GetBytes("123456789");
        Assert.Equal(0xe3069283, EventFileWriter.Crc(digits));
        Assert.Equal(0xc78ab0e5, EventFileWriter.MaskedCrc(digits));
        Assert.Equal(0u, EventFileWriter.Crc([]));
    }

    [Fact]
    public void A_file_is_the_version_and_one_record_for_each_step()
    {
        using var folder = new TemporaryFolder();
        using (var writer = EventFileWriter.Create(folder.Path, OneAndAHalf))
            writer.Write(3, OneAndAHalf, [KeyValuePair.Create("a", 0.5), KeyValuePair.Create("left-out", double.NaN)]);

        var file = Assert.Single(Directory.GetFiles(folder.Path));
        Assert.StartsWith("events.out.tfevents.1500", Path.GetFileName(file), StringComparison.Ordinal);
        // Encoded by hand from the definition of the messages; checksums by an implementation of their own.
        const string Version = "1a00000000000000129bd82d09000000000000f83f10001a0d627261696e2e4576656e743a32d3dc531e";
        const string Step = "1700000000000000e7cef81e09000000000000f83f10032a0a0a080a0161150000003fde5768cd";
        Assert.Equal(Version + Step, Convert.ToHexStringLower(File.ReadAllBytes(file)));
    }

    [Fact]
    public void Long_texts_and_steps_have_lengths_of_several_bytes()
    {
        using var folder = new TemporaryFolder();
        using (var writer = EventFileWriter.Create(folder.Path, OneAndAHalf)) writer.Write(300, OneAndAHalf, [KeyValuePair.Create(new string('x', 200), 1.0)]);
        var hex = Convert.ToHexStringLower(File.ReadAllBytes(Directory.GetFiles(folder.Path).Single()));
        Assert.Contains("10ac022a", hex, StringComparison.Ordinal);
        Assert.Contains("0ac801" + Convert.ToHexStringLower("xxx"u8), hex, StringComparison.Ordinal);
    }
}
