using ToolZero.Model.Training;

namespace ToolZero.Model.Tests.Training;

public sealed class DedicatedThreadsSpecs
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Results_are_taken_in_order_whatever_the_number_of_threads(int count)
    {
        using var threads = new DedicatedThreads(count, "test");
        for (var round = 0; round < 20; round++)
        {
            var taken = new List<int>();
            var computed = new int[17];
            threads.Run(17, (item, thread) => computed[item] = item % count == thread ? item * item : -1, item => taken.Add(computed[item]));
            Assert.Equal(Enumerable.Range(0, 17).Select(i => i * i), taken);
        }
    }

    [Fact]
    public void A_failure_reaches_the_caller_and_the_threads_live_on()
    {
        using var threads = new DedicatedThreads(2, "test");
        var failure = Assert.Throws<InvalidOperationException>(() =>
            threads.Run(8, (item, _) => { if (item == 3) throw new InvalidOperationException("item 3"); }, _ => { }));
        Assert.Equal("item 3", failure.Message);
        var taken = 0;
        threads.Run(5, (_, _) => { }, _ => taken++);
        Assert.Equal(5, taken);
    }

    [Fact]
    public void Nothing_to_do_returns_at_once()
    {
        using var threads = new DedicatedThreads(2, "test");
        threads.Run(0, (_, _) => Assert.Fail("no item"), _ => Assert.Fail("no item"));
    }
}
