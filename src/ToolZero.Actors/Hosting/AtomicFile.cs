using System.Text;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Hosting;

/// <summary>Files that are either whole or not there.</summary>
public static class AtomicFile
{
    /// <summary>Writes aside, flushes to disk, renames.</summary>
    /// <exception cref="IOException">Not writable, or the disk is full; nothing partial is left.</exception>
    public static void Write(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>The same with content that is written piece by piece.</summary>
    /// <exception cref="IOException">Not writable, or the disk is full; nothing partial is left.</exception>
    /// <exception cref="DataException">It is the place of a device.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        OutputPath.Check(path);
        var aside = path + ".partial";
        try
        {
            FileGrowth.Write(path, () =>
            {
                using var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None);
                write(stream);
                stream.Flush(flushToDisk: true);
            });
            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
    }
}
