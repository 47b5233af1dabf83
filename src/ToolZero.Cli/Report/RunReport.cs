using System.Xml.Linq;
using ToolZero.Actors.Hosting;

namespace ToolZero.Cli.Report;

/// <summary>The report of a run as one HTML page without outside resources and without scripts; well-formed XML as well.</summary>
public static class RunReport
{
    public const string FileName = "report.html";

    /// <summary>Writes the page aside and renames it.</summary>
    public static void Write(RunRecord run, string path) => AtomicFile.Write(path, Render(run));

    public static string Render(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var page = Html.Tag(
            "html",
            null,
            new XAttribute("lang", "en"),
            Html.Tag(
                "head",
                null,
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
                Html.Tag("title", null, Html.Text($"{run.Name} · ToolZero.Actors")),
                Html.Tag("style", null, ReportStyle.Css)),
            Html.Tag(
                "body",
                null,
                Html.Tag(
                    "main",
                    null,
                    ReportSections.Header(run),
                    ReportSections.Categories(run),
                    ReportSections.Plots(run),
                    ReportSections.Samples(run),
                    ReportSections.Ledger(run),
                    ReportSections.Configuration(run),
                    ReportSections.Footer(run))));
        return "<!DOCTYPE html>\n" + page.ToString(SaveOptions.DisableFormatting) + "\n";
    }
}
