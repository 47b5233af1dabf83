using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Web.Dashboard.Data;

namespace ToolZero.Web.Tests.Dashboard;

public sealed class LineTailSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["lines.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_come_once_and_whole()
    {
        var tail = new LineTail(File);
        Assert.Empty(tail.Read().Lines);
        Append("one\ntw");
        Assert.Equal(["one"], tail.Read().Lines);
        Append("o\nthree\n");
        Assert.Equal(["two", "three"], tail.Read().Lines);
        Assert.Empty(tail.Read().Lines);
    }

    [Theory]
    [InlineData("one\ntwo\n", "one\nother\nmore\n")]
    [InlineData("one\ntwo\nthree\n", "one\n")]
    [InlineData("one\n", "uno\n")]
    public void A_file_written_anew_is_read_from_its_beginning(string before, string after)
    {
        var tail = new LineTail(File);
        _folder.Write("lines.jsonl", before);
        Assert.False(tail.Read().IsAnew);
        _folder.Write("lines.jsonl", after);
        var news = tail.Read();
        Assert.True(news.IsAnew);
        Assert.Equal(after.Split('\n', StringSplitOptions.RemoveEmptyEntries), news.Lines);
    }

    [Fact]
    public void Of_a_long_file_only_the_end_is_read_and_no_half_line()
    {
        _folder.Write("lines.jsonl", string.Concat(Enumerable.Range(0, 1000).Select(i => $"line {i}\n")));
        var lines = new LineTail(File, mostHistory: 100).Read().Lines;
        Assert.InRange(lines.Count, 8, 12);
        Assert.All(lines, l => Assert.Matches("^line [0-9]+$", l));
        Assert.Equal("line 999", lines[^1]);
    }

    [Fact]
    public void A_large_file_comes_in_pieces_and_a_line_beyond_all_bounds_is_passed_over()
    {
        _folder.Write("lines.jsonl", new string('x', 3 << 20) + "\n" + string.Concat(Enumerable.Repeat(new string('y', 1000) + "\n", 3000)));
        var tail = new LineTail(File);
        var lines = new List<string>();
        for (var reads = 0; reads < 20; reads++) lines.AddRange(tail.Read().Lines);
        Assert.Equal(3000, lines.Count(l => l.Length == 1000));
    }

    private void Append(string text) => System.IO.File.AppendAllText(File, text);
}
