using System.Text.RegularExpressions;
using System.Xml.Linq;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Architecture;

/// <summary>Holds the plan of the house: arrows point one way, folders are namespaces.</summary>
public sealed partial class HouseSpecs
{
    private static readonly string[] BottomUp = ["ToolZero.Core", "ToolZero.Model", "ToolZero.Actors", "ToolZero.Web", "ToolZero.Cli"];

    [Fact]
    public void Projects_reference_only_what_lies_below_them()
    {
        foreach (var project in BottomUp)
        {
            foreach (var reference in Includes(project, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/'))))
            {
                Assert.Contains(reference, BottomUp);
                Assert.True(Array.IndexOf(BottomUp, reference) < Array.IndexOf(BottomUp, project), $"{project} references {reference}");
            }
        }
    }

    [Fact]
    public void No_project_stands_outside_the_plan() => Assert.Equal(
        BottomUp.Order(),
        Directory.EnumerateDirectories(Source()).Select(d => Path.GetFileName(d)!).Order());

    [Fact]
    public void Core_needs_no_package() => Assert.Empty(Includes("ToolZero.Core", "PackageReference"));

    [Fact]
    public void The_model_knows_no_actors_and_the_actors_no_tensors()
    {
        Assert.DoesNotContain(Includes("ToolZero.Model", "PackageReference"), p => p.StartsWith("Akka", StringComparison.Ordinal));
        Assert.DoesNotContain(Includes("ToolZero.Actors", "PackageReference"), p => p.Contains("Torch", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_below_the_web_knows_of_it()
    {
        foreach (var project in BottomUp.TakeWhile(p => p != "ToolZero.Web")) Assert.Empty(Includes(project, "FrameworkReference"));
    }

    [Fact]
    public void Namespaces_are_folders()
    {
        foreach (var project in BottomUp)
        {
            var root = Path.Combine(Source(), project);
            foreach (var file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
            {
                var relative = Path.GetRelativePath(root, file).Replace('\\', '/');
                if (relative.StartsWith("bin/", StringComparison.Ordinal) || relative.StartsWith("obj/", StringComparison.Ordinal)) continue;
                var declared = NamespaceLine().Match(File.ReadAllText(file));
                var folder = Path.GetDirectoryName(relative)!.Replace('/', '.');
                var expected = folder.Length == 0 ? project : $"{project}.{folder}";
                if (declared.Success) Assert.True(declared.Groups[1].Value == expected, $"{relative} is in {declared.Groups[1].Value}, expected {expected}");
            }
        }
    }

    private static string Source() => Path.Combine(SharedData.RepositoryRoot, "src");

    private static List<string> Includes(string project, string item) =>
        [.. XDocument.Load(Path.Combine(Source(), project, $"{project}.csproj")).Descendants(item).Select(e => (string?)e.Attribute("Include") ?? "")];

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*[;{]", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
