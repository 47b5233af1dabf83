using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Model.Configuration;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Adapters;

/// <summary>Folders of adapters in the layout of PEFT: adapter_config.json beside adapter_model.safetensors.</summary>
public static class AdapterFolder
{
    public const string ConfigFile = "adapter_config.json";
    public const string WeightsFile = "adapter_model.safetensors";

    /// <summary>Entry of the file's metadata with the hash of the base; adapter_config.json takes no fields that PEFT does not know.</summary>
    private const string BaseHash = "base_sha256";

    /// <summary>True when the folder holds adapters.</summary>
    public static bool Is(string folder) => File.Exists(Path.Combine(folder, ConfigFile));

    /// <summary>Writes both files, each aside and then in place.</summary>
    /// <param name="folder">Made when missing.</param>
    /// <param name="adapters">On any device.</param>
    /// <param name="origin">The base model: its folder is written as base_model_name_or_path, its hash beside the weights.</param>
    public static void Save(string folder, AdapterWeights adapters, AdapterBase origin)
    {
        ArgumentNullException.ThrowIfNull(adapters);
        ArgumentNullException.ThrowIfNull(origin);
        Directory.CreateDirectory(folder);
        SafeTensors.Write(
            Path.Combine(folder, WeightsFile),
            [.. adapters.Names.Select(name => KeyValuePair.Create(name, adapters[name]))],
            new Dictionary<string, string> { [BaseHash] = origin.Sha256 });
        var path = Path.Combine(folder, ConfigFile);
        File.WriteAllText(path + ".partial", new AdapterConfig(adapters.Settings, origin.Folder).ToJson());
        File.Move(path + ".partial", path, overwrite: true);
    }

    /// <summary>Reads the adapters of a decoder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="config">Shape of the base.</param>
    /// <param name="type">Element type in memory; null keeps the stored one (float32 where tensors differ).</param>
    /// <param name="device">Null: the CPU.</param>
    /// <exception cref="DataException">Missing, damaged, or adapters to another decoder; one line that names file and tensor.</exception>
    public static AdapterWeights Load(string folder, ModelConfig config, ScalarType? type = null, Device? device = null)
    {
        var settings = AdapterConfig.Read(Path.Combine(folder, ConfigFile)).Settings;
        using var scope = NewDisposeScope();
        using var file = SafeTensorsFile.Open(Path.Combine(folder, WeightsFile));
        var specs = Checked(file, config, settings);
        var stored = specs.Select(s => file.Find(s.Name)!.Type).Distinct().ToList();
        var target = type ?? (stored is [var only] ? only : ScalarType.Float32);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var spec in specs)
        {
            using var read = file.Read(spec.Name);
            tensors[spec.Name] = read.to(target, device ?? CPU, copy: true);
        }

        return AdapterWeights.FromTensors(config, settings, tensors, file.Path);
    }

    /// <summary>Checks both files against the shape of the base, without reading a number.</summary>
    /// <exception cref="DataException">As of <see cref="Load"/>.</exception>
    public static void Check(string folder, ModelConfig config)
    {
        using var file = SafeTensorsFile.Open(Path.Combine(folder, WeightsFile));
        Checked(file, config, AdapterConfig.Read(Path.Combine(folder, ConfigFile)).Settings);
    }

    /// <summary>Folder of the base model: as it is written, or seen from the adapters' folder.</summary>
    /// <exception cref="DataException">There is no model, or it is one of adapters again.</exception>
    public static string BaseOf(string folder)
    {
        var file = Path.Combine(folder, ConfigFile);
        var name = AdapterConfig.Read(file).Base;
        var found = new[] { name, Path.Combine(folder, name) }.FirstOrDefault(Directory.Exists)
            ?? throw new DataException($"{file}: base_model_name_or_path \"{name}\" is no folder here; write the path of the base model there");
        return Is(found) ? throw new DataException($"{file}: base_model_name_or_path \"{name}\" holds adapters itself; name a whole model") : found;
    }

    /// <summary>
    /// Checks that the adapters of a folder were trained over these weights. A folder that does not say over which, as those that PEFT wrote, fits every base of its shape.
    /// </summary>
    /// <exception cref="DataException">They were trained over others: one line that names both.</exception>
    public static void CheckBase(string folder, AdapterBase origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (BaseSha256(folder) is { } trained && trained != origin.Sha256)
            throw new DataException($"{Path.Combine(folder, WeightsFile)}: these adapters were trained over a base whose weights have the hash {Short(trained)}, those of {origin.Folder} have {Short(origin.Sha256)}; give them the base they were trained over");
    }

    /// <summary>The same; the weights of the base are read only when there is something to hold them against.</summary>
    /// <exception cref="DataException">They were trained over others, or the base is missing or damaged.</exception>
    public static void CheckBase(string folder, string basePath)
    {
        if (BaseSha256(folder) is not null) CheckBase(folder, AdapterBase.Of(basePath));
    }

    private static string? BaseSha256(string folder)
    {
        using var file = SafeTensorsFile.Open(Path.Combine(folder, WeightsFile));
        return file.Header.Metadata.GetValueOrDefault(BaseHash);
    }

    /// <summary>Enough of a hash to tell two apart; what stands in a file may be of any length.</summary>
    private static string Short(string hash) => hash.Length > 12 ? hash[..12] + "…" : hash;

    private static ImmutableArray<TensorSpec> Checked(SafeTensorsFile file, ModelConfig config, AdapterSettings settings)
    {
        var specs = AdapterLayout.Tensors(config, settings);
        foreach (var spec in specs)
        {
            var entry = file.Find(spec.Name) ?? throw new DataException($"{file.Path}: tensor '{spec.Name}' is missing; {ConfigFile} asks for it");
            TensorSet.CheckShape(spec, entry.Shape.AsSpan(), file.Path, ConfigFile);
            if (entry.Type is not (ScalarType.Float32 or ScalarType.BFloat16 or ScalarType.Float16 or ScalarType.Float64))
                throw new DataException($"{file.Path}: tensor '{spec.Name}' has dtype {SafeTensorsTypes.Name(entry.Type)}; weights must be F32, BF16, F16 or F64");
        }

        var known = specs.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var other = file.Header.Entries.FirstOrDefault(e => !known.Contains(e.Name));
        return other is null ? specs : throw new DataException($"{file.Path}: tensor {SafeTensorsHeader.Quote(other.Name)} is not one of the adapters that {ConfigFile} describes");
    }
}
