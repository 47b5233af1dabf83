namespace ToolZero.Tests.Shared;

/// <summary>
/// Where the shared data lies: <c>TOOLZERO_DATA</c>, else the first <c>shared/data</c> at or above the test binaries (child or sibling of
/// the repository). <c>TOOLZERO_GOLDEN</c> replaces the golden folder alone. Nothing is committed, so tests skip by name when it is absent.
/// </summary>
internal static class SharedData
{
    private static readonly Lazy<string?> FoundRoot = new(FindRoot);

    // Asked for by few: outside of the repository the others still skip by name.
    private static readonly Lazy<string> FoundRepository = new(() => Above(AppContext.BaseDirectory).First(folder => File.Exists(Path.Combine(folder, "ToolZero.Actors.sln"))));

    /// <summary>The data folder, or null where there is none.</summary>
    public static string? Root => FoundRoot.Value;

    /// <summary>Why a test is skipped, naming the missing thing; for <c>Skip.IfNot(SharedData.Has(path), SharedData.Missing(path))</c>.</summary>
    public static string Missing(string relativePath) =>
        $"{relativePath} is absent: set TOOLZERO_DATA, or put the shared data at ../shared/data";

    /// <summary>True when the file or folder exists; <paramref name="relativePath"/> is relative to the data folder (<c>golden/policy_loss.json</c>).</summary>
    public static bool Has(string relativePath) => Locate(relativePath) is { } path && (File.Exists(path) || Directory.Exists(path));

    /// <summary>Full path of a file or folder; skips the running test when it is absent.</summary>
    public static string Require(string relativePath)
    {
        Skip.IfNot(Has(relativePath), Missing(relativePath));
        return Locate(relativePath)!;
    }

    /// <summary>The root of the repository that the tests were built from.</summary>
    public static string RepositoryRoot => FoundRepository.Value;

    private static string? Locate(string relativePath)
    {
        var parts = relativePath.Split('/', 2);
        if (parts[0] == "golden" && Environment.GetEnvironmentVariable("TOOLZERO_GOLDEN") is { Length: > 0 } golden)
            return parts.Length == 1 ? golden : Path.Combine(golden, parts[1]);
        return Root is null ? null : Path.Combine(Root, relativePath);
    }

    private static string? FindRoot()
    {
        if (Environment.GetEnvironmentVariable("TOOLZERO_DATA") is { Length: > 0 } named) return named;
        return Above(AppContext.BaseDirectory)
            .Select(folder => Path.Combine(folder, "shared", "data"))
            .FirstOrDefault(Directory.Exists);
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent) yield return at.FullName;
    }
}
