using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Shared;

public sealed class SharedDataSpecs
{
    [Fact]
    public void The_repository_root_is_found() =>
        Assert.True(Directory.Exists(Path.Combine(SharedData.RepositoryRoot, "src", "ToolZero.Core")));

    [Fact]
    public void What_is_absent_is_named() => Assert.Contains("golden/none.json", SharedData.Missing("golden/none.json"), StringComparison.Ordinal);
}
