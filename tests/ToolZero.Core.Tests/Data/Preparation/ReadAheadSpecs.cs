using ToolZero.Core.Data;
using ToolZero.Core.Data.Preparation;

namespace ToolZero.Core.Tests.Data.Preparation;

public sealed class ReadAheadSpecs
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(10_000)]
    public void Gives_the_items_of_the_source_in_its_order(int count) =>
        Assert.Equal(Enumerable.Range(1, count), ReadAhead.Of(Items(count)).Select(i => i.Line));

    [Fact]
    public void Throws_what_the_source_throws_after_the_items_before_it()
    {
        var taken = new List<int>();
        var items = ReadAhead.Of(Items(1000).Select(i => i.Line == 101 ? throw new DataException("line 101") : i));
        var thrown = Assert.Throws<DataException>(() =>
        {
            foreach (var item in items) taken.Add(item.Line);
        });
        Assert.Equal("line 101", thrown.Message);
        Assert.Equal(Enumerable.Range(1, 100), taken);
    }

    [Fact]
    public void Lets_the_source_go_when_nobody_takes_any_more()
    {
        var isOpen = false;
        Assert.Equal(3, ReadAhead.Of(Endless()).ElementAt(2).Line);
        Assert.False(isOpen);

        IEnumerable<DataItem> Endless()
        {
            isOpen = true;
            try
            {
                foreach (var item in Items(int.MaxValue)) yield return item;
            }
            finally
            {
                isOpen = false;
            }
        }
    }

    [Fact]
    public void Reads_no_further_ahead_than_some_portions_of_bounded_bytes()
    {
        var read = 0;
        using var items = ReadAhead.Of(Items(1000, bytes: 1 << 20).Select(i =>
        {
            Interlocked.Increment(ref read);
            return i;
        })).GetEnumerator();
        for (var taken = 1; taken <= 100; taken++)
        {
            Assert.True(items.MoveNext());
            Assert.InRange(Volatile.Read(ref read), taken, taken + 4);
        }
    }

    [Fact]
    public void Reads_nothing_beside_a_very_long_row()
    {
        var read = 0;
        foreach (var item in ReadAhead.Of(Items(20, bytes: 15 << 20).Select(i => i with { Line = Interlocked.Increment(ref read) })))
            Assert.Equal(item.Line, Volatile.Read(ref read));
        Assert.Equal(20, read);
    }

    private static IEnumerable<DataItem> Items(int count, int bytes = 10) => Enumerable.Range(1, count).Select(line => new DataItem([], null, "file", line, bytes));
}
