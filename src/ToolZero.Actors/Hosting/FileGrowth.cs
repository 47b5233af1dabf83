namespace ToolZero.Actors.Hosting;

/// <summary>Writes to files that may not be allowed to grow.</summary>
internal static class FileGrowth
{
    /// <summary>
    /// Does <paramref name="write"/>. Where a file reaches a limit of its process or its file system, .NET speaks of a wrong argument; for who writes it is the same as
    /// a full disk.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="write">What writes to it.</param>
    /// <exception cref="IOException">The disk is full, or the file must not become so large.</exception>
    public static void Write(string path, Action write)
    {
        try
        {
            write();
        }
        catch (ArgumentOutOfRangeException error) when (error.ParamName == "value")
        {
            throw new IOException($"{path} must not become larger: a limit of the process or of the file system", error);
        }
    }
}
