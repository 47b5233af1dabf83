using ToolZero.Actors.Admin;
using ToolZero.Cli.Admin;
using ToolZero.Cli.Tests.Support;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Tests.Admin;

public sealed class AdminTargetSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_is_found_by_its_name_also_beside_another_folder_of_that_name()
    {
        var name = $"model-{Guid.NewGuid():N}";
        WriteRun(name);
        var model = Directory.CreateDirectory(name);
        try
        {
            Assert.Equal("127.0.0.1:4053", AdminTarget.Find(null, name, _folder.Path, null).Endpoint.ToString());
        }
        finally
        {
            model.Delete();
        }
    }

    [Fact]
    public void A_run_is_found_by_its_folder_and_the_only_one_without_a_name()
    {
        WriteRun("mine");
        Assert.Equal("127.0.0.1:4053", AdminTarget.Find(null, _folder.At("mine"), "elsewhere", null).Endpoint.ToString());
        Assert.Equal("127.0.0.1:4053", AdminTarget.Find(null, null, _folder.Path, null).Endpoint.ToString());
    }

    [Fact]
    public void A_name_that_no_run_has_is_refused_with_the_nearest()
    {
        WriteRun("mine");
        var refused = Assert.Throws<DataException>(() => AdminTarget.Find(null, "mime", _folder.Path, null));
        Assert.Contains("did you mean mine?", refused.Message, StringComparison.Ordinal);
    }

    private void WriteRun(string name)
    {
        var folder = Directory.CreateDirectory(_folder.At(name)).FullName;
        File.WriteAllText(Path.Combine(folder, AdminTarget.ClusterFile), """{ "address": "127.0.0.1:4053" }""");
        AdminSecret.LoadOrCreate(Path.Combine(folder, AdminSecret.FileName));
    }
}
