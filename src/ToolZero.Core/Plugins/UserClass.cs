using System.Reflection;
using System.Runtime.Loader;
using ToolZero.Core.Data;

namespace ToolZero.Core.Plugins;

/// <summary>Loads a class of the user's own from an assembly: public, with a constructor without parameters.</summary>
public static class UserClass
{
    /// <summary>
    /// Loads the class. Packages that its assembly needs are found beside it; ToolZero.Core and the framework are the program's own, so that the
    /// interface is the same type on both sides.
    /// </summary>
    /// <typeparam name="T">What it must implement.</typeparam>
    /// <param name="section">The part of the configuration that names it: <c>reward</c> for <c>reward.assembly</c> and <c>reward.type</c>.</param>
    /// <param name="assembly">Path of the .dll.</param>
    /// <param name="type">Full name of the class.</param>
    /// <exception cref="DataException">File, class or constructor are not what they must be: which, why, and what to do.</exception>
    public static T Load<T>(string section, string assembly, string type)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(type);
        if (assembly.Length == 0) throw new DataException($"a custom {section} needs {section}.assembly: the path of the .dll that holds the class");
        if (type.Length == 0) throw new DataException($"a custom {section} needs {section}.type: the full name of the class that implements {typeof(T).Name}");
        var loaded = LoadAssembly(section, assembly);
        try
        {
            var found = Find(loaded, type) ?? throw new DataException($"{assembly}: no class {type}{Offer<T>(loaded)}");
            if (!typeof(T).IsAssignableFrom(found)) throw new DataException($"{assembly}: {type} does not implement {typeof(T).FullName}");
            if (found.ContainsGenericParameters) throw new DataException($"{assembly}: {type} has type parameters; name a class that has none, as one derived from it");
            return (T)Activator.CreateInstance(found)!;
        }
        catch (MissingMethodException e)
        {
            throw new DataException($"{assembly}: {type} needs a public constructor without parameters, and must not be abstract", e);
        }
        catch (Exception e) when (e is TargetInvocationException or TypeInitializationException)
        {
            throw new DataException($"{assembly}: the constructor of {type} failed: {e.GetBaseException().Message}", e);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException or ArgumentException)
        {
            throw new DataException($"{assembly}: {type} cannot be loaded: {e.Message}; put what it needs beside the assembly", e);
        }
    }

    private static Assembly LoadAssembly(string section, string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full)) throw new DataException($"{path}: no such file; build the project of the class and name its .dll in {section}.assembly");
        try
        {
            return new UserContext(full).LoadFromAssemblyPath(full);
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException or IOException)
        {
            throw new DataException($"{path}: not a .NET assembly that can be loaded: {e.Message}", e);
        }
    }

    /// <summary>Null when there is none, or none that is whole; a file that it needs and that is not there is thrown.</summary>
    private static Type? Find(Assembly assembly, string type)
    {
        try
        {
            return assembly.GetType(type, throwOnError: true);
        }
        catch (TypeLoadException)
        {
            return null;
        }
    }

    private static string Offer<T>(Assembly assembly)
    {
        try
        {
            var classes = assembly.GetExportedTypes().Where(t => typeof(T).IsAssignableFrom(t) && !t.IsAbstract).Select(t => t.FullName).Order(StringComparer.Ordinal).ToList();
            return classes.Count == 0 ? $"; it has no public class that implements {typeof(T).Name}" : $"; it has {string.Join(", ", classes)}";
        }
        catch (Exception e) when (e is FileNotFoundException or ReflectionTypeLoadException or TypeLoadException)
        {
            return $"; its classes cannot be listed: {e.Message}";
        }
    }

    private sealed class UserContext(string path) : AssemblyLoadContext(Path.GetFileName(path))
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
