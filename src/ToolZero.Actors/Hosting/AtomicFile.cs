using System.Text;

namespace ToolZero.Actors.Hosting;

/// <summary>Files that are either whole or not there.</summary>
internal static class AtomicFile
{
    /// <summary>Writes aside, flushes to disk, renames.</summary>
    public static void Write(string path, string text)
    {
        var aside = path + ".partial";
        using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }
}
