namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>
/// The program as a later release has it: a folder like the one of these tests, whose actors write a higher wire version and one more key in every message
/// (<c>tests/Shared/NextRelease</c>).
/// </summary>
internal sealed class NextRelease : IDisposable
{
    /// <summary>What its nodes say that they are.</summary>
    public const string Version = "next";

    private const string Changed = "ToolZero.Actors.dll";

    private readonly TemporaryFolder _folder = new();

    public NextRelease()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(AppContext.BaseDirectory))
        {
            var name = Path.GetFileName(path);
            if (name == Changed) File.Copy(Path.Combine(AppContext.BaseDirectory, "next-release", Changed), _folder[name]);
            // The runtime takes the folder of the real file for that of the program.
            else if (name.StartsWith("toolzero.", StringComparison.Ordinal)) File.Copy(path, _folder[name]);
            else File.CreateSymbolicLink(_folder[name], path);
        }
    }

    public string Program => _folder[Path.GetFileName(ToolZeroProcess.Program)];

    public void Dispose() => _folder.Dispose();
}
