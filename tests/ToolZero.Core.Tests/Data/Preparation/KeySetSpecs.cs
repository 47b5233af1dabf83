using ToolZero.Core.Data.Preparation;
using ToolZero.Core.Randomness;

namespace ToolZero.Core.Tests.Data.Preparation;

public sealed class KeySetSpecs
{
    [Fact]
    public void It_knows_what_went_by_as_a_hash_set_does()
    {
        var random = new RandomStream(3, 4);
        var (keys, expected) = (new KeySet(), new HashSet<UInt128>());
        for (var i = 0; i < 200_000; i++)
        {
            var key = ContentKey.Of($"{random.Next(100_000)}");
            Assert.Equal(expected.Add(key), keys.Add(key));
        }

        Assert.Equal(expected.Count, keys.Count);
        Assert.True(keys.Add(0) && !keys.Add(0));
    }

    [Fact]
    public void All_that_it_ever_allocates_is_below_forty_bytes_a_key()
    {
        var added = Enumerable.Range(0, 500_000).Select(i => ContentKey.Of($"{i}")).ToArray();
        var keys = new KeySet();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var key in added) keys.Add(key);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / keys.Count, 1, 40);
    }
}
