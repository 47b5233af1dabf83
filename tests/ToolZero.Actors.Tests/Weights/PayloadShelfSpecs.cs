using ToolZero.Actors.Weights;
using ToolZero.Core.Randomness;

namespace ToolZero.Actors.Tests.Weights;

public class PayloadShelfSpecs
{
    [Fact]
    public void It_keeps_the_newest_deltas_that_fit()
    {
        using var many = Filled(keep: 2, keepBytes: 1 << 20);
        Assert.Equal([4, 5], many.Content!.Value.Deltas.Select(d => d.Key.Version));
        using var few = Filled(keep: 100, keepBytes: (long)(1.5 * many.Content.Value.Deltas[1].Bytes));
        Assert.Equal([5], few.Content!.Value.Deltas.Select(d => d.Key.Version));
        using var none = Filled(keep: 0, keepBytes: 1 << 20);
        Assert.Empty(none.Content!.Value.Deltas);
    }

    [Fact]
    public void Weights_live_as_long_as_they_are_served()
    {
        var (first, second) = (TestWeights.Served(TestWeights.Random(1), 1), TestWeights.Served(TestWeights.Random(2), 2));
        var shelf = new PayloadShelf(1, 1 << 20);
        shelf.Put(first, []);
        var served = shelf.Find(first.Payload.Id)!;
        shelf.Put(second, []);
        Assert.Null(shelf.Find(first.Payload.Id));
        Assert.False(first.Disposed);
        served.Dispose();
        Assert.True(first.Disposed);
        shelf.Dispose();
        Assert.True(second.Disposed);
    }

    [Fact]
    public void What_comes_after_its_end_is_freed_at_once()
    {
        var late = TestWeights.Served(TestWeights.Random(1), 1);
        var shelf = new PayloadShelf(1, 1 << 20);
        shelf.Dispose();
        shelf.Put(late, []);
        Assert.True(late.Disposed);
        Assert.Null(shelf.Content);
    }

    private static PayloadShelf Filled(int keep, long keepBytes)
    {
        var random = new RandomStream(1);
        var shelf = new PayloadShelf(keep, keepBytes);
        var before = TestWeights.Served(TestWeights.Random(1), 1);
        shelf.Put(before, []);
        for (var version = 2; version <= 5; version++)
        {
            var after = TestWeights.Served(TestWeights.Next(before.Image.Weights, random), version);
            shelf.Put(after, [TestWeights.Delta(before, after)]);
            before = after;
        }

        return shelf;
    }
}
