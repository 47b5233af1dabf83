using System.Reflection;
using System.Runtime.Loader;
using ToolZero.Core.Data;

namespace ToolZero.Core.Rewards;

/// <summary>Loads a reward rule of the user's own: a public class with a constructor without parameters that implements <see cref="IReward"/>.</summary>
public static class CustomReward
{
    /// <summary>
    /// Loads the class. Packages that its assembly needs are found beside it; ToolZero.Core and the framework are the program's own, so that the
    /// interface is the same type on both sides.
    /// </summary>
    /// <exception cref="DataException">File, class or constructor are not what they must be: which, why, and what to do.</exception>
    public static IReward Load(string assembly, string type)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(type);
        if (assembly.Length == 0) throw new DataException("reward.rule = custom needs reward.assembly: the path of the .dll that holds the rule");
        if (type.Length == 0) throw new DataException("reward.rule = custom needs reward.type: the full name of the class that implements IReward");
        var loaded = LoadAssembly(assembly);
        var found = loaded.GetType(type) ?? throw new DataException($"{assembly}: no class {type}{Offer(loaded)}");
        if (!typeof(IReward).IsAssignableFrom(found)) throw new DataException($"{assembly}: {type} does not implement {typeof(IReward).FullName}");
        try
        {
            return (IReward)Activator.CreateInstance(found)!;
        }
        catch (MissingMethodException e)
        {
            throw new DataException($"{assembly}: {type} needs a public constructor without parameters, and must not be abstract", e);
        }
        catch (TargetInvocationException e)
        {
            throw new DataException($"{assembly}: the constructor of {type} failed: {e.GetBaseException().Message}", e);
        }
    }

    private static Assembly LoadAssembly(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full)) throw new DataException($"{path}: no such file; build the project of the rule and name its .dll in reward.assembly");
        try
        {
            return new RuleContext(full).LoadFromAssemblyPath(full);
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException or IOException)
        {
            throw new DataException($"{path}: not a .NET assembly that can be loaded: {e.Message}", e);
        }
    }

    private static string Offer(Assembly assembly)
    {
        try
        {
            var rules = assembly.GetExportedTypes().Where(t => typeof(IReward).IsAssignableFrom(t) && !t.IsAbstract).Select(t => t.FullName).Order(StringComparer.Ordinal).ToList();
            return rules.Count == 0 ? "; it has no public class that implements IReward" : $"; it has {string.Join(", ", rules)}";
        }
        catch (Exception e) when (e is FileNotFoundException or ReflectionTypeLoadException or TypeLoadException)
        {
            return $"; its classes cannot be listed: {e.Message}";
        }
    }

    private sealed class RuleContext(string path) : AssemblyLoadContext(Path.GetFileName(path))
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            // What the program has is shared: a second copy of the interface would be another type.
            if (Default.Assemblies.Any(a => a.GetName().Name == assemblyName.Name)) return null;
            return _resolver.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file) : null;
        }
    }
}
