using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using ToolZero.Actors.Comparison;
using ToolZero.Actors.Hosting;

namespace ToolZero.Cli.Report;

/// <summary>The page of a comparison: intervals by question, a table of all arms, how they were made. Without scripts or outside resources.</summary>
internal static class ComparisonReport
{
    private static readonly (string Question, string Title, string Note)[] Sections =
    [
        ("claim", "The claim", "Does a reward that moves from lenient to strict beat supervised training and either reward alone?"),
        ("schedule", "The schedule", "Does the shape of the move matter?"),
        ("midpoint", "The midpoint", "When should strict and lenient weigh the same?"),
        ("steepness", "The steepness", "How suddenly should the weight move?"),
        ("staleness", "Staleness", "What do four versions of staleness cost, and what does the correction give back?"),
    ];

    /// <summary>Writes the page aside and renames it.</summary>
    public static void Write(ComparisonPlan plan, ImmutableArray<ArmSummary> arms, string path) => AtomicFile.Write(path, Render(plan, arms));

    public static string Render(ComparisonPlan plan, ImmutableArray<ArmSummary> arms)
    {
        var body = Html.Tag(
            "main",
            null,
            Html.Tag(
                "header",
                null,
                Html.Tag("p", "brand", "ToolZero.Actors"),
                Html.Tag("h1", null, "Comparison of training methods"),
                Html.Tag("p", "note", string.Create(CultureInfo.InvariantCulture, $"{plan.Steps} steps, {plan.Seeds.Length} seeds, {plan.Tasks} tasks in each evaluation; lines are 95 % intervals of the mean over seeds and tasks. Supervised arms train as many completion tokens as the dynamic arm of their seed."))));
        foreach (var (question, title, note) in Sections)
        {
            // The reference stands in every picture, to be compared with.
            var shown = arms.Where(a => a.Question == question || a.Name == ComparisonPlan.Reference).ToImmutableArray();
            if (!shown.Any(a => a.Question == question)) continue;
            body.Add(Html.Tag("section", null, new XAttribute("id", question), Html.Tag("h2", null, title), Html.Tag("p", "note", note), IntervalSvg.Figure(title, shown)));
        }

        body.Add(Html.Tag("section", null, new XAttribute("id", "table"), Html.Tag("h2", null, "All arms"), Table(arms)));
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
                Html.Tag("title", null, "Comparison · ToolZero.Actors"),
                Html.Tag("style", null, ReportStyle.Css)),
            Html.Tag("body", null, body));
        return "<!DOCTYPE html>\n" + page.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private static XElement Table(ImmutableArray<ArmSummary> arms) => Html.Tag(
        "div",
        "scroll",
        Html.Tag(
            "table",
            null,
            Html.Tag("tr", null, [.. ComparisonTable.Heads.Append("what").Select(head => Html.Tag("th", null, head))]),
            arms.Select(arm => Html.Tag("tr", null, [.. ComparisonTable.Cells(arm, arms).Append(arm.About).Select(cell => Html.Tag("td", null, Html.Text(cell)))]))));
}
