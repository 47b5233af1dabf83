using System.Text;
using ToolZero.Core.Data.Rows;
using ToolZero.Core.Randomness;

namespace ToolZero.Core.Tests.Data.Rows;

public sealed class RowStreamSpecs
{
    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", "1:{\"a\":1}|2:{\"a\":2}")]
    [InlineData("\uFEFF\n\n  {\"a\":1}\r\n\r\n{\"a\":2}", "3:{\"a\":1}\r|5:{\"a\":2}")]
    [InlineData("[{\"a\":1},{\"a\":2}]", "1:{\"a\":1}|1:{\"a\":2}")]
    [InlineData("[\n {\n  \"a\": \"]},{\\\"\"\n },\n 7,\n []\n]\n", "2:{\n  \"a\": \"]},{\\\"\"\n }|5:7|6:[]")]
    [InlineData("", "")]
    [InlineData(" \n ", "")]
    [InlineData("[]", "")]
    [InlineData("not json", "1:not json")]
    [InlineData("[{\"a\":1}", "1:{\"a\":1}|1!the list has no end: ']' is expected")]
    [InlineData("[{\"a\":1", "1!the list ends inside a row")]
    [InlineData("[{\"a\":\"\\", "1!the list ends inside a row")]
    [InlineData("[{} {}]", "1:{}|1!',' or ']' is expected between rows")]
    [InlineData("[{},]", "1:{}|1!a row is expected behind ','")]
    [InlineData("[{}]\nx", "1:{}|2!text behind the list")]
    public void Lines_and_lists_are_cut_into_rows(string text, string expected) => Assert.Equal(expected, Rows(text));

    [Fact]
    public void The_rows_of_a_list_are_numbered_and_those_of_lines_are_not()
    {
        Assert.Equal([1, 2, 3, null], Positions("[{},\n{\"a\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}, {}]x"));
        Assert.Equal([null, null], Positions("{}\n{}"));

        static IEnumerable<int?> Positions(string text)
        {
            using var stream = new ChunkStream(Encoding.UTF8.GetBytes(text), int.MaxValue);
            return [.. RowStream.Read(stream, 32).Select(row => row.Position)];
        }
    }

    [Theory]
    [InlineData("{\"a\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}\n{}\n", "1!line of more than 32 bytes; one row per line is expected|2:{}")]
    [InlineData("[{\"a\":\"xxxxxxxxxxxx\\\"xxxx]]]},{xxxxxxxxxxxxxxxxxxxxxx\\\\\"},\n{}]", "1!row of more than 32 bytes|2:{}")]
    [InlineData("[{\"a\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "1!row of more than 32 bytes|1!the list has no end: ']' is expected")]
    public void A_row_that_is_too_long_is_passed_over_and_the_rest_goes_on(string text, string expected) => Assert.Equal(expected, Rows(text, maxRow: 32));

    [Fact]
    public void However_the_bytes_arrive_the_rows_are_the_same()
    {
        var random = new RandomStream(1, 2);
        var pieces = new[] { "{", "}", "[", "]", ",", "\"", "\\", "\n", " ", "a", "7", "{\"k\": [1, \"x\"]}", "é" };
        for (var round = 0; round < 3000; round++)
        {
            var text = (random.Chance(0.5) ? "[" : "") + string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Pick(pieces)));
            foreach (var maxRow in new[] { 8, 64 })
            {
                var whole = Rows(text, maxRow);
                Assert.Equal(whole, Rows(text, maxRow, random.Next(1, 4)));
            }
        }
    }

    private static string Rows(string text, int maxRow = 1000, int chunk = int.MaxValue)
    {
        using var stream = new ChunkStream(Encoding.UTF8.GetBytes(text), chunk);
        return string.Join('|', RowStream.Read(stream, maxRow).Select(row => row.Problem is { } problem ? $"{row.Line}!{problem}" : $"{row.Line}:{Encoding.UTF8.GetString(row.Json.Span)}"));
    }

    /// <summary>Gives a few bytes at a time, as a pipe does.</summary>
    private sealed class ChunkStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
    }
}
