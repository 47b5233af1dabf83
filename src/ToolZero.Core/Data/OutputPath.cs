namespace ToolZero.Core.Data;

/// <summary>
/// Files are written aside and renamed. Where a device or a pipe of the kernel stands, the name would afterwards belong to a file: for whoever may do that, the device
/// would be gone.
/// </summary>
public static class OutputPath
{
    /// <summary>Names of the kernel; below the exceptions lie files.</summary>
    private static readonly string[] Kernel = ["/dev/", "/proc/", "/sys/"];

    private static readonly string[] Exceptions = ["/dev/shm/"];

    /// <summary>Refuses what only looks like a place for a file.</summary>
    /// <exception cref="DataException">It is a name of the kernel, or a link to one.</exception>
    public static void Check(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length > 0 && !path.Contains('\0') && (IsOfTheKernel(path) || IsOfTheKernel(Target(path))))
            throw new DataException($"{path}: is a device or a pipe, and a file would be put in its place; name a file");
    }

    private static bool IsOfTheKernel(string path)
    {
        var full = Path.GetFullPath(path);
        return Kernel.Any(root => full.StartsWith(root, StringComparison.Ordinal)) && !Exceptions.Any(root => full.StartsWith(root, StringComparison.Ordinal));
    }

    private static string Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing is there, or it cannot be followed: who writes will see.
            return path;
        }
    }
}
