using System.Reflection;
using System.Reflection.Emit;
using ToolZero.Core.Data;
using ToolZero.Core.Plugins;
using ToolZero.Core.Rewards;

namespace ToolZero.Core.Tests.Plugins;

public sealed class UserClassSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("toolzero-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_class_whose_assembly_misses_another_one_is_one_line()
    {
        var needed = Assembly("Needed");
        var parent = needed.GetDynamicModule("Needed")!.DefineType("Parent", TypeAttributes.Public);
        parent.CreateType();
        var mine = Assembly("Mine");
        mine.GetDynamicModule("Mine")!.DefineType("Mine.Child", TypeAttributes.Public, parent).CreateType();
        var file = Path.Combine(_folder, "Mine.dll");
        mine.Save(file);
        var error = Assert.Throws<DataException>(() => UserClass.Load<IReward>("reward", file, "Mine.Child")).Message;
        Assert.StartsWith($"{file}: Mine.Child cannot be loaded: ", error, StringComparison.Ordinal);
        Assert.Contains("Needed", error, StringComparison.Ordinal);
        Assert.EndsWith("put what it needs beside the assembly", error, StringComparison.Ordinal);
    }

    private static PersistedAssemblyBuilder Assembly(string name)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
        assembly.DefineDynamicModule(name);
        return assembly;
    }
}
