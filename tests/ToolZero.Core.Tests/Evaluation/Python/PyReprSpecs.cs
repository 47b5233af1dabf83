using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Tests.Evaluation.Python;

public sealed class PyReprSpecs
{
    [Theory]
    [InlineData("[1, {\"k\": \"it's\"}, null, true, 1.0]", "[1, {'k': \"it's\"}, None, True, 1.0]")]
    [InlineData("[[], {}, \"\"]", "[[], {}, '']")]
    public void Values_are_written_as_Python_source(string json, string source) => Assert.Equal(source, PyRepr.Of(PyJson.Read(json).Value!));

    [Fact]
    public void A_tuple_of_one_keeps_its_comma() => Assert.Equal("((1,), ())", PyRepr.Of(
        new PyValue.Sequence([new PyValue.Sequence([new PyValue.Integer(1)], isTuple: true), new PyValue.Sequence([], isTuple: true)], isTuple: true)));

    [Theory]
    [InlineData(12, "[1, 'a', {}]")]
    [InlineData(11, "[1, 'a', {}...")]
    [InlineData(1, "[...")]
    public void A_start_ends_with_an_ellipsis_where_something_is_left_out(int length, string source) =>
        Assert.Equal(source, PyRepr.Start(PyJson.Read("[1, \"a\", {}]").Value!, length));

    [Fact]
    public void The_start_of_a_huge_value_takes_memory_by_its_length()
    {
        var row = new PyValue.Sequence([.. Enumerable.Repeat(PyValue.None, 60_000)]);
        var table = new PyValue.Sequence([.. Enumerable.Repeat(row, 60_000)]);
        var text = new PyValue.Text(new string('x', 10_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(203, PyRepr.Start(table, 200).Length);
        Assert.Equal(203, PyRepr.Start(text, 200).Length);
        Assert.Equal(203, PyRepr.Start(PyMapping.From([new(text, table)]), 200).Length);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
    }
}
