using ToolZero.Actors.Hosting;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Tests.Hosting;

public sealed class RunFolderSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Clean_starts_over_and_resume_keeps_what_is_there()
    {
        using (var first = RunFolder.Open(_folder.Path, "run", FolderMode.New)) File.WriteAllText(first.Metrics, "{\"step\":0}\n");
        using (var resumed = RunFolder.Open(_folder.Path, "run", FolderMode.Resume)) Assert.True(File.Exists(resumed.Metrics));
        using (var clean = RunFolder.Open(_folder.Path, "run", FolderMode.Clean)) Assert.False(File.Exists(clean.Metrics));
    }

    [Fact]
    public void Two_processes_do_not_work_in_one_folder()
    {
        using var first = RunFolder.Open(_folder.Path, "run", FolderMode.New);
        Assert.Contains("another process", Assert.Throws<DataException>(() => RunFolder.Open(_folder.Path, "run", FolderMode.Resume)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    public void A_name_is_a_plain_folder_name(string name) =>
        Assert.Contains("--name", Assert.Throws<DataException>(() => RunFolder.Open(_folder.Path, name, FolderMode.New)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_that_cannot_be_made_is_one_clear_line()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        var error = Assert.Throws<DataException>(() => RunFolder.Open(file, "run", FolderMode.New));
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Lines_of_steps_to_come_and_a_line_cut_off_are_dropped()
    {
        using var run = RunFolder.Open(_folder.Path, "run", FolderMode.New);
        File.WriteAllText(run.Metrics, "{\"step\":0,\"tokens/trained\":5}\n{\"step\":1,\"tokens/trained\":7}\n{\"step\":2,\"tokens/trained\":9}\n{\"step\":3,\"tok");
        run.KeepBefore(2);
        Assert.Equal(2, File.ReadLines(run.Metrics).Count());
        Assert.Equal(12, run.Total("tokens/trained"));
    }
}
