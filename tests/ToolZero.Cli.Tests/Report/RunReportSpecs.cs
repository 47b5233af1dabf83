using System.Xml.Linq;
using ToolZero.Cli.Hosting;
using ToolZero.Cli.Report;
using ToolZero.Cli.Tests.Support;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Tests.Report;

public sealed class RunReportSpecs
{
    [Fact]
    public void The_page_is_well_formed_and_has_every_plot()
    {
        using var folder = new TemporaryFolder();
        SyntheticRun.Write(folder.Path);
        var run = RunRecord.Read(folder.Path);
        var page = XDocument.Parse(RunReport.Render(run));
        var ids = page.Descendants("figure").Select(f => f.Attribute("id")!.Value).ToList();
        Assert.Equal(RunPlots.Of(run).Select(p => p.Id), ids);
        foreach (var needed in new[]
        {
            "success", "reward", "reward-parts", "format", "entropy", "clip-fraction", "length", "staleness", "tokens-per-second", "time", "zero-variance", "kl", "gradient-norm",
        })
            Assert.Contains(needed, ids);
        Assert.All(page.Descendants("svg"), svg => Assert.Contains(svg.Elements("path"), path => path.Attribute("d")!.Value.Length > 0));
        Assert.All(new[] { "categories", "plots", "ledger", "samples", "configuration" }, id => Assert.Contains(page.Descendants("section"), s => s.Attribute("id")?.Value == id));
    }

    [Fact]
    public void Every_metric_that_a_plot_asks_for_is_logged()
    {
        using var folder = new TemporaryFolder();
        SyntheticRun.Write(folder.Path);
        var logged = ToolZero.Core.Metrics.StepMetrics.Definitions.Select(d => d.Name).ToHashSet(StringComparer.Ordinal);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var run = RunRecord.Read(folder.Path);
        Assert.All(RunPlots.Of(run).SelectMany(p => p.Series), s => Assert.Contains(s.Values, double.IsFinite));
        foreach (var line in File.ReadLines(folder.At("metrics.jsonl")).Take(1))
            asked.UnionWith(System.Text.Json.JsonDocument.Parse(line).RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Subset(logged, asked);
    }

    [Fact]
    public void Nothing_is_loaded_from_outside_and_nothing_runs()
    {
        using var folder = new TemporaryFolder();
        SyntheticRun.Write(folder.Path);
        var html = RunReport.Render(RunRecord.Read(folder.Path));
        var page = XDocument.Parse(html);
        Assert.Empty(page.Descendants("script"));
        Assert.Empty(page.Descendants("link"));
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName is "src" or "href");
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_models_is_shown_and_never_becomes_markup()
    {
        using var folder = new TemporaryFolder();
        SyntheticRun.Write(folder.Path, completion: "<script>alert(1)</script>\u0000\u001b[31m \ud83d\ude00 \ud83d tail");
        var html = RunReport.Render(RunRecord.Read(folder.Path));
        var page = XDocument.Parse(html);
        Assert.Empty(page.Descendants("script"));
        Assert.Contains("alert(1)", page.Root!.Value, StringComparison.Ordinal);
        Assert.Contains("\ud83d\ude00", page.Root!.Value, StringComparison.Ordinal);
        Assert.Contains("user: <b>do</b> & f", page.Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_that_html_does_not_close_by_themselves_are_closed()
    {
        using var folder = new TemporaryFolder();
        SyntheticRun.Write(folder.Path);
        var html = RunReport.Render(RunRecord.Read(folder.Path));
        foreach (var element in new[] { "div", "span", "i", "p", "ul", "li", "td", "th", "tr", "pre", "title", "section" })
            Assert.DoesNotMatch($"<{element}( [^>]*)?/>", html);
    }

    [Fact]
    public void The_result_is_in_the_header()
    {
        using var folder = new TemporaryFolder();
        SyntheticRun.Write(folder.Path);
        var header = XDocument.Parse(RunReport.Render(RunRecord.Read(folder.Path))).Descendants("header").Single().Value;
        Assert.Contains("75.0 %", header, StringComparison.Ordinal);
        Assert.Contains("from 12.5 %, 300 tasks", header, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_killed_in_the_middle_has_a_report_too()
    {
        using var folder = new TemporaryFolder();
        SyntheticRun.Write(folder.Path);
        File.Delete(folder.At("summary.json"));
        Directory.Delete(folder.At("evaluations"), recursive: true);
        File.AppendAllText(folder.At("metrics.jsonl"), "{\"step\":20,\"rew");
        var run = RunRecord.Read(folder.Path);
        Assert.Equal(20, run.Metrics.Rows);
        XDocument.Parse(RunReport.Render(run));
    }

    [Fact]
    public void A_run_without_steps_has_a_report_too()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("config.conf"), "toolzero {}\n");
        XDocument.Parse(RunReport.Render(RunRecord.Read(folder.Path)));
    }

    [Fact]
    public void A_folder_that_is_no_run_is_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("is no run folder", Assert.Throws<DataException>(() => RunRecord.Read(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("no such run folder", Assert.Throws<DataException>(() => RunRecord.Read(folder.At("absent"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_writes_the_page_into_the_run_folder()
    {
        using var folder = new TemporaryFolder();
        SyntheticRun.Write(folder.Path);
        var run = await CommandRun.Of("report", folder.Path);
        Assert.Equal(ExitCodes.Success, run.Code);
        Assert.True(File.Exists(folder.At("report.html")));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.partial"));
    }
}
