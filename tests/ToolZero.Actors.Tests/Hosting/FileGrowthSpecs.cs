using ToolZero.Actors.Hosting;

namespace ToolZero.Actors.Tests.Hosting;

public class FileGrowthSpecs
{
    [Fact]
    public void A_file_that_must_not_grow_is_told_of_as_a_full_disk_is()
    {
        // What .NET throws where write(2) says EFBIG.
        var error = Assert.Throws<IOException>(() => FileGrowth.Write("metrics.jsonl", () => throw new ArgumentOutOfRangeException("value", "Specified file length was too large for the file system.")));
        Assert.StartsWith("metrics.jsonl must not become larger", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_the_program_stays_one() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FileGrowth.Write("metrics.jsonl", () => throw new ArgumentOutOfRangeException("index")));
}
