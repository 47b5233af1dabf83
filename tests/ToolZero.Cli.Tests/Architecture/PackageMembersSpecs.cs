using System.Text;
using System.Xml.Linq;
using ToolZero.Tests.Shared;

namespace ToolZero.Cli.Tests.Architecture;

/// <summary>docs/packages.md shows what src/ uses of the packages that the user named, and which versions there are.</summary>
public sealed class PackageMembersSpecs
{
    /// <summary>Set to 1 the test writes the list into the document instead of comparing.</summary>
    private const string Write = "TOOLZERO_WRITE_DOCS";

    private const string Heading = "## Members that `src/` uses\n";

    private static readonly string[] Assemblies = ["ToolZero.Core", "ToolZero.Model", "ToolZero.Actors", "ToolZero.Web", "toolzero"];

    private static readonly string Document = Path.Combine(SharedData.RepositoryRoot, "docs", "packages.md");

    [Fact]
    public void The_document_lists_every_member_that_is_used_and_no_other()
    {
        var expected = Heading + "\n" + Table();
        var text = File.ReadAllText(Document);
        var at = text.IndexOf(Heading, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{Document} has no heading {Heading}");
        if (Environment.GetEnvironmentVariable(Write) == "1") File.WriteAllText(Document, text[..at] + expected);
        else Assert.True(text[at..] == expected, $"docs/packages.md lists other members than src/ uses: run this test with {Write}=1 and commit the document\n{Difference(text[at..], expected)}");
    }

    [Fact]
    public void The_document_names_every_package_with_its_version()
    {
        var document = File.ReadAllText(Document);
        foreach (var package in XDocument.Load(Path.Combine(SharedData.RepositoryRoot, "Directory.Packages.props")).Descendants("PackageVersion"))
        {
            var row = $"| {package.Attribute("Include")!.Value} | {package.Attribute("Version")!.Value} | ";
            Assert.True(document.Contains(row, StringComparison.Ordinal), $"docs/packages.md has no row\n{row}why |");
        }
    }

    [Fact]
    public void Members_of_generic_and_nested_types_are_read_under_their_names()
    {
        var members = PackageMember.Of(Path.Combine(AppContext.BaseDirectory, "ToolZero.Model.dll")).ToHashSet();
        Assert.Contains(new PackageMember("TorchSharp", "torch.Tensor", "operator Addition"), members);
        Assert.Contains(new PackageMember("TorchSharp", "torch.Tensor", "shape"), members);
        Assert.Contains(new PackageMember("Microsoft.ML.Tokenizers", "BpeTokenizer", "Create"), members);
        Assert.DoesNotContain(members, m => m.Package.StartsWith("System", StringComparison.Ordinal) || m.Package.StartsWith("ToolZero", StringComparison.Ordinal));
    }

    private static string Table()
    {
        var used = Assemblies.SelectMany(name => PackageMember.Of(Path.Combine(AppContext.BaseDirectory, name + ".dll"))).ToHashSet();
        var table = new StringBuilder();
        foreach (var package in used.GroupBy(m => m.Package).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            table.Append($"### {package.Key}\n\n| type | members |\n|---|---|\n");
            foreach (var type in package.GroupBy(m => m.Type).OrderBy(g => g.Key, StringComparer.Ordinal))
                table.Append($"| `{type.Key}` | {string.Join(' ', type.Select(m => m.Member).Where(m => m.Length > 0).Order(StringComparer.Ordinal).Select(m => $"`{m}`"))} |\n");
            table.Append('\n');
        }

        return table.ToString().TrimEnd('\n') + "\n";
    }

    private static string Difference(string actual, string expected)
    {
        var (now, then) = (actual.Split('\n').ToHashSet(), expected.Split('\n').ToHashSet());
        return string.Join('\n', now.Except(then).Select(l => "- " + l).Concat(then.Except(now).Select(l => "+ " + l)).Take(20));
    }
}
