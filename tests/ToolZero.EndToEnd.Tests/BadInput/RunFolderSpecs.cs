using System.Diagnostics;
using System.Text.Json;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.BadInput;

/// <summary>Run folders that are taken, cannot be written, or run out of disk.</summary>
public sealed class RunFolderSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_that_is_used_already()
    {
        var run = await SmallRun.Reference;
        var before = Directory.EnumerateFiles(run.Folder, "*", SearchOption.AllDirectories).Select(f => (f, new FileInfo(f).LastWriteTimeUtc)).Order().ToList();
        await Refusal.AssertRefused(SmallRun.Arguments(Path.GetDirectoryName(run.Folder)!, Path.GetFileName(run.Folder)), run.Folder, "--resume", "--clean");
        Assert.Equal(before, Directory.EnumerateFiles(run.Folder, "*", SearchOption.AllDirectories).Select(f => (f, new FileInfo(f).LastWriteTimeUtc)).Order());
    }

    [Fact]
    public async Task A_run_that_goes_on_in_another_process()
    {
        await using var first = ToolZeroProcess.Start(SmallRun.Arguments(_folder.Path, "shared", "--steps", "1000"));
        await first.Event("step");
        await Refusal.AssertRefused(SmallRun.Resume(_folder.Path, "shared"), _folder["shared"], "another process");
        Assert.False(first.HasEnded);
    }

    [Fact]
    public async Task A_file_in_the_way_of_the_folder_of_runs()
    {
        var file = _folder.Write("runs", "not a folder");
        await Refusal.AssertRefused(SmallRun.Arguments(file, "bad"), file);
        Assert.Equal("not a folder", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_file_in_the_way_of_the_run()
    {
        var file = _folder.Write("bad", "not a folder");
        await Refusal.AssertRefused(SmallRun.Arguments(_folder.Path, "bad"), file);
        Assert.Equal("not a folder", await File.ReadAllTextAsync(file));
    }

    [SkippableFact]
    public async Task A_file_system_that_cannot_be_written()
    {
        using var mount = Mount.Make(_folder["runs"], "ro,size=64k");
        await Refusal.AssertRefused(SmallRun.Arguments(_folder["runs"], "bad"), _folder["runs"], "cannot be written");
        Refusal.AssertUntouched(_folder["runs"]);
    }

    [Fact]
    public async Task A_bad_model_does_not_cost_the_run_that_was_to_be_started_over()
    {
        var run = await SmallRun.Train(_folder.Path, "kept", "--steps", "1");
        var hash = run.WeightsSha256;
        await Refusal.AssertRefused(SmallRun.Arguments(_folder.Path, "kept", "--clean", "--model", "/no/such/model"), "/no/such/model");
        Assert.Equal(hash, run.WeightsSha256);
        Assert.True(File.Exists(run.At("checkpoints/step_1/model.safetensors")));
    }

    /// <summary>From too small for anything over too small for the ledger and the first checkpoint to too small for the last ones.</summary>
    [SkippableTheory]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(500)]
    public async Task A_full_disk(int kilobytes)
    {
        using var mount = Mount.Make(_folder["runs"], $"size={kilobytes}k");
        var result = await ToolZeroProcess.Run(SmallRun.Arguments(_folder["runs"], "full"));

        // What was done before the disk was full is told on standard output, and nothing else.
        Assert.All(result.Output, line => JsonDocument.Parse(line).Dispose());
        Refusal.AssertRefused(result with { Output = [] }, _folder["runs"]);
        RunFiles.AssertNothingHalfWritten(_folder["runs"]);
        foreach (var file in Directory.EnumerateFiles(_folder["runs"], "*.json", SearchOption.AllDirectories))
            JsonDocument.Parse(await File.ReadAllTextAsync(file)).Dispose();
    }

    /// <summary>A small file system of its own; only root can make one.</summary>
    private sealed class Mount : IDisposable
    {
        private readonly string _path;

        private Mount(string path) => _path = path;

        public static Mount Make(string path, string options)
        {
            Directory.CreateDirectory(path);
            Skip.IfNot(Environment.UserName == "root" && OperatingSystem.IsLinux(), "a small file system can be mounted by root alone");
            Skip.IfNot(Call("mount", "-t", "tmpfs", "-o", options, "tmpfs", path) == 0, "no file system can be mounted here");
            return new Mount(path);
        }

        public void Dispose() => Assert.Equal(0, Call("umount", _path));

        private static int Call(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
