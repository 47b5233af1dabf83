using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Akka.Configuration;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Hosting;

/// <summary>What a configuration is made from, later over earlier; the defaults lie below all.</summary>
/// <param name="Recipe">Name of a shipped recipe; several are named with '+' in between, later over earlier: <c>async+dapo</c>.</param>
/// <param name="File">A configuration file.</param>
/// <param name="Sets"><c>KEY=VALUE</c> texts.</param>
public sealed record ConfigurationSources(string? Recipe = null, string? File = null, params ImmutableArray<string> Sets);

/// <summary>
/// The merged, checked settings of one run: every key has a value of its kind, those of the process only where it was made from files. Immutable; equal when
/// all values of the run are.
/// </summary>
public sealed class RunConfiguration : IEquatable<RunConfiguration>
{
    private readonly ImmutableSortedDictionary<string, object> _values;

    private RunConfiguration(ImmutableSortedDictionary<string, object> values, Config akka)
    {
        _values = values;
        Akka = akka;
    }

    /// <summary>The part for the actor system: <c>akka { … }</c>.</summary>
    public Config Akka { get; }

    /// <summary>SHA-256 of <see cref="Render"/>, in hexadecimal: two runs with the same hash have the same settings.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Render())));

    /// <summary>Merges the sources over the repository's defaults.</summary>
    /// <exception cref="DataException">Everything that is wrong, in one line in the sources.</exception>
    public static RunConfiguration Load(ConfigurationSources sources) => Load(sources, HoconFolder.Find());

    /// <inheritdoc cref="Load(ConfigurationSources)"/>
    public static RunConfiguration Load(ConfigurationSources sources, HoconFolder folder)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(folder);
        List<ConfigurationLayer> layers = [ConfigurationLayer.ReadFile(folder.DefaultsFile)];
        foreach (var recipe in sources.Recipe?.Split('+') ?? []) layers.Add(ConfigurationLayer.ReadFile(folder.RecipeFile(recipe)));
        if (sources.File is { } file) layers.Add(ConfigurationLayer.ReadFile(file));
        if (!sources.Sets.IsDefaultOrEmpty) layers.Add(ConfigurationLayer.ReadSets(sources.Sets));
        return Merge(layers, folder.DefaultsFile);
    }

    /// <summary>Reads a complete configuration, as <see cref="Render"/> writes it.</summary>
    /// <exception cref="DataException">Everything that is wrong, in one line or missing.</exception>
    public static RunConfiguration Parse(string text, string source) => Merge([ConfigurationLayer.Read(text, source)], source);

    /// <summary>The same with other values of some keys.</summary>
    /// <exception cref="DataException">Everything that is wrong, in one line.</exception>
    public RunConfiguration With(params ImmutableArray<string> sets) =>
        With(ConfigurationLayer.ReadSets(sets));

    /// <summary>The same with another layer over it.</summary>
    /// <exception cref="DataException">Everything that is wrong, in one line.</exception>
    internal RunConfiguration With(ConfigurationLayer layer) => Merge([new ConfigurationLayer("", _values, Akka, []), layer], layer.Source);

    /// <summary>The value of a key, as the type of its kind (see <see cref="KeyKind"/>).</summary>
    public T Get<T>(string path) => (T)_values[path];

    /// <summary>The same for a key of the process, with what stands for one that is not there.</summary>
    public T Get<T>(string path, T missing) => _values.TryGetValue(path, out var value) ? (T)value : missing;

    /// <summary>The value of a key as HOCON.</summary>
    public string Text(string path) => ConfigurationKeys.Find(path)!.Kind.Write(_values[path]);

    /// <summary>Keys of the run whose values differ from those of another one, but for where the run lies.</summary>
    public IEnumerable<string> Unlike(RunConfiguration other) =>
        ConfigurationKeys.All.Where(k => !k.IsOfProcess && k.Path is not ("run.folder" or "run.name") && Text(k.Path) != other.Text(k.Path)).Select(k => k.Path);

    /// <summary>All keys of the run as HOCON; reads back equal.</summary>
    public string Render()
    {
        var text = new StringBuilder("toolzero {\n");
        foreach (var key in ConfigurationKeys.All.Where(k => !k.IsOfProcess)) text.Append("  ").Append(key.Path).Append(" = ").Append(key.Kind.Write(_values[key.Path])).Append('\n');
        text.Append("}\n");
        if (Akka.Root?.GetObject() is { Items.Count: > 0 } akka) HoconTexts.Write(text, akka, 0);
        return text.ToString();
    }

    public bool Equals(RunConfiguration? other) => other is not null && Render() == other.Render();

    public override bool Equals(object? obj) => Equals(obj as RunConfiguration);

    public override int GetHashCode() => Render().GetHashCode(StringComparison.Ordinal);

    private static RunConfiguration Merge(List<ConfigurationLayer> layers, string complete)
    {
        var values = layers[0].Values;
        var akka = layers[0].Akka;
        foreach (var layer in layers.Skip(1))
        {
            values = values.SetItems(layer.Values);
            akka = layer.Akka.WithFallback(akka);
        }

        // The source stands once before its errors: a message has room for a thousand characters.
        var wrong = layers.Where(l => !l.Errors.IsEmpty).Select(l => $"{l.Source}: {string.Join("; ", l.Errors)}").ToList();
        if (wrong.Count == 0)
        {
            wrong.AddRange(ConfigurationKeys.All.Where(k => !k.IsOfProcess && !values.ContainsKey(k.Path))
                .Select(k => $"{complete}: toolzero.{k.Path} is missing, expected {k.Kind.Expected}"));
        }

        if (wrong.Count > 0) throw new DataException(string.Join("; ", wrong));
        return new RunConfiguration(values, akka);
    }
}
