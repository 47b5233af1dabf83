using System.Collections.Immutable;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Hosting;

/// <summary>The repository's <c>hocon</c> folder: below TOOLZERO_HOME, else in the nearest folder above the program.</summary>
public sealed record HoconFolder(string Path)
{
    private const string Defaults = "toolzero.conf";

    public string DefaultsFile => System.IO.Path.Combine(Path, Defaults);

    /// <summary>The actor system of a node of a cluster.</summary>
    public string ClusterFile => System.IO.Path.Combine(Path, "cluster.conf");

    /// <summary>Names of the shipped recipes.</summary>
    public ImmutableArray<string> Recipes
    {
        get
        {
            var folder = System.IO.Path.Combine(Path, "recipes");
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder, "*.conf").Select(f => System.IO.Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)]
                : [];
        }
    }

    /// <exception cref="DataException">There is none.</exception>
    public static HoconFolder Find() => Find(Environment.GetEnvironmentVariable("TOOLZERO_HOME"), AppContext.BaseDirectory);

    /// <param name="home">TOOLZERO_HOME, or nothing.</param>
    /// <param name="start">Where the search upwards begins.</param>
    /// <exception cref="DataException">There is none.</exception>
    public static HoconFolder Find(string? home, string start)
    {
        if (!string.IsNullOrWhiteSpace(home))
        {
            var named = In(home);
            return File.Exists(named.DefaultsFile) ? named : throw new DataException($"TOOLZERO_HOME = {home}: there is no hocon/{Defaults} in it; name the folder that holds hocon/");
        }

        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (In(folder.FullName) is var found && File.Exists(found.DefaultsFile)) return found;
        throw new DataException($"no hocon/{Defaults} in {start} or above: set TOOLZERO_HOME to the folder that holds hocon/");
    }

    /// <exception cref="DataException">No recipe has this name.</exception>
    public string RecipeFile(string name)
    {
        if (Recipes.Contains(name)) return System.IO.Path.Combine(Path, "recipes", name + ".conf");
        throw new DataException($"no recipe {name} in {System.IO.Path.Combine(Path, "recipes")}: there are {string.Join(", ", Recipes)}");
    }

    /// <summary>Overrides for nodes with a role.</summary>
    public string RoleFile(string role) => System.IO.Path.Combine(Path, "roles", role + ".conf");

    private static HoconFolder In(string home) => new(System.IO.Path.Combine(home, "hocon"));
}
