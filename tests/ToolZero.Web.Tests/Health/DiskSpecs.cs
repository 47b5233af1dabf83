using System.Diagnostics;
using ToolZero.Core.Data;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Web.Health;
using ToolZero.Web.Tests.Support;

namespace ToolZero.Web.Tests.Health;

/// <summary>The disk under the ledger: a full one is no reason for a new process.</summary>
public sealed class DiskSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_full_disk_makes_the_node_wait_and_room_makes_it_go_on()
    {
        using var disk = SmallDisk.Mount(_folder.Path);
        Skip.If(disk is null, "mounting a file system of its own takes the rights of root");
        await using var node = await RealNode.Start("west", "coordinator", new RealNodeSetup { RunFolder = _folder.Path, Health = HealthSettings.Default with { LeastFree = 0 } });
        await node.Shows(200, 200, 200);
        disk.Fill();
        await node.Says(HealthTags.Ready, "disk", "cannot be written (No space left on device");
        await node.Shows(200, 503, 200);
        disk.Empty();
        await node.Shows(200, 200, 200);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Less_room_than_the_bound_is_said_with_both_numbers()
    {
        await using var node = await RealNode.Start("west", "coordinator", new RealNodeSetup { RunFolder = _folder.Path, Health = HealthSettings.Default with { LeastFree = 1L << 50 } });
        await node.Says(HealthTags.Ready, "disk", " MiB are free, expected at least 1073741824 MiB");
        await node.Shows(200, 503, 200);
    }

    [Fact]
    public async Task A_learner_looks_at_the_folder_that_the_run_tells_it()
    {
        var setup = new RealNodeSetup { RunFolder = _folder.Path, Health = HealthSettings.Default with { LeastFree = 1L << 50 } };
        await using var coordinator = await RealNode.Start("west", "coordinator");
        await using var learner = await RealNode.Start("east", "learner", setup, coordinator);
        await learner.Says(HealthTags.Ready, "disk", "are free, expected at least");
        await coordinator.Shows(200, 200, 200);
    }

    [Fact]
    public async Task A_ledger_that_the_disk_does_not_take_is_the_runs_own_word()
    {
        using var room = new ManualResetEventSlim();
        await using var node = await RealNode.Start("west", "coordinator", new RealNodeSetup
        {
            Open = () => room.IsSet ? new IdleRun() : throw new DataException("ledger.db: database or disk is full") { IsDiskFault = true },
        });
        await node.Says(HealthTags.Ready, "run", "the run is not open: ledger.db: database or disk is full");
        room.Set();
        await node.Shows(200, 200, 200);
    }

    /// <summary>A file system of half a mebibyte in memory.</summary>
    private sealed class SmallDisk(string folder) : IDisposable
    {
        private string Filler => Path.Combine(folder, "filler");

        /// <summary>Null where this process may not.</summary>
        public static SmallDisk? Mount(string folder) => Run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", folder) ? new SmallDisk(folder) : null;

        public void Fill()
        {
            using var stream = new FileStream(Filler, FileMode.Create);
            try
            {
                while (true)
                {
                    stream.Write(new byte[4096]);
                    stream.Flush(flushToDisk: true);
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public void Empty() => File.Delete(Filler);

        public void Dispose() => Run("umount", "-l", folder);

        private static bool Run(string program, params string[] arguments)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
                process!.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }
}
