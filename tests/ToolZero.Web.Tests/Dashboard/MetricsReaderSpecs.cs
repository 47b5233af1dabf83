using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Web.Dashboard.Data;

namespace ToolZero.Web.Tests.Dashboard;

public sealed class MetricsReaderSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Curves_grow_with_the_file_and_go_back_with_the_run()
    {
        var reader = new MetricsReader(_folder["metrics.jsonl"]);
        reader.Read();
        Assert.Empty(reader.All.Steps);
        _folder.Write("metrics.jsonl", Line(0, 0.1, "learn") + Line(1, 0.2, "rollout"));
        reader.Read();
        Assert.Equal([0.1, 0.2], reader.All.Column("success"));
        Assert.Equal("rollout", reader.Bottleneck);
        var before = reader.All;
        reader.Read();
        Assert.Same(before, reader.All);
        _folder.Write("metrics.jsonl", Line(0, 0.1, "learn") + Line(1, 0.7, "learn") + Line(2, 0.8, "learn"));
        reader.Read();
        Assert.Equal([0.1, 0.7, 0.8], reader.All.Column("success"));
        Assert.Equal([0.1, 0.7, 0.8], reader.Recent.Column("success"));
    }

    [Fact]
    public void A_line_that_was_cut_off_and_values_that_are_none_do_no_harm()
    {
        _folder.Write("metrics.jsonl", """{"step":0,"success":null,"format":1}""" + "\n" + """{"step":1,"succ""" + "\n" + "[]\n" + Line(2, 0.5, "learn"));
        var reader = new MetricsReader(_folder["metrics.jsonl"]);
        reader.Read();
        Assert.Equal([double.NaN, 0.5], reader.All.Column("success"));
    }

    private static string Line(long step, double success, string bottleneck) => FormattableString.Invariant($$"""{"step":{{step}},"success":{{success}},"bottleneck":"{{bottleneck}}","byCategory":{} }""") + "\n";
}
