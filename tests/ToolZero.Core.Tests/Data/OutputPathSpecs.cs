using ToolZero.Core.Data;
using ToolZero.Core.Data.Preparation;

namespace ToolZero.Core.Tests.Data;

public sealed class OutputPathSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("/dev/stdout")]
    [InlineData("/dev/null")]
    [InlineData("/dev/fd/63")]
    [InlineData("/proc/self/fd/1")]
    [InlineData("/tmp/../dev/stderr")]
    public void The_place_of_a_device_is_refused(string path)
    {
        var error = Assert.Throws<DataException>(() => OutputPath.Check(path));
        Assert.StartsWith($"{path}: is a device or a pipe", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Files_are_not()
    {
        foreach (var path in new[] { "tasks.jsonl", At("none"), "/dev/shm/tasks.jsonl", "/devices/x", "" }) OutputPath.Check(path);
        File.WriteAllText(At("there"), "");
        File.CreateSymbolicLink(At("link"), At("there"));
        File.CreateSymbolicLink(At("nowhere"), At("none"));
        File.CreateSymbolicLink(At("round"), At("round"));
        foreach (var path in new[] { At("there"), At("link"), At("nowhere"), At("round") }) OutputPath.Check(path);
    }

    [Fact]
    public void A_link_to_a_device_is_refused_by_everything_that_writes_tasks_and_stays_a_link()
    {
        File.CreateSymbolicLink(At("first"), "/dev/null");
        File.CreateSymbolicLink(At("out.jsonl"), At("first"));
        File.WriteAllText(At("in.jsonl"), """{"id":"a","tools":[],"messages":[{"role":"user","content":"x"}],"reference":[]}""");
        Assert.Throws<DataException>(() => ToolTaskJsonLines.Write(At("out.jsonl"), []));
        Assert.Throws<DataException>(() => TaskFileWriter.Create(At("out.jsonl")));
        Assert.Throws<DataException>(() => new DataImport(ImportSettings.Default, _ => { }, _ => { }).Run([At("in.jsonl")], At("out.jsonl"), CancellationToken.None));
        Assert.NotNull(new FileInfo(At("out.jsonl")).LinkTarget);
        Assert.Equal(["first", "in.jsonl", "out.jsonl"], _folder.GetFileSystemInfos().Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
