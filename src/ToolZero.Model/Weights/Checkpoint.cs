using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ToolZero.Core.Data;
using ToolZero.Model.Adapters;
using ToolZero.Model.Configuration;
using static TorchSharp.torch;

namespace ToolZero.Model.Weights;

/// <summary>
/// Folders in the Hugging Face layout: config.json beside model.safetensors, or beside shards and model.safetensors.index.json; or a folder of
/// adapters, which is read as one decoder together with its base.
/// </summary>
public static class Checkpoint
{
    private const string SingleFile = "model.safetensors";
    private const string IndexFile = "model.safetensors.index.json";

    /// <summary>Loads a decoder, converting every tensor to <paramref name="type"/>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="type">Element type in memory; null keeps the stored one (float32 where tensors differ).</param>
    /// <param name="device">Null: the CPU.</param>
    /// <exception cref="DataException">Anything missing, damaged or at odds with config.json; one line that names file and tensor.</exception>
    public static DecoderWeights Load(string folder, ScalarType? type = null, Device? device = null)
    {
        if (AdapterFolder.Is(folder)) return Merged(folder, type, device);
        var config = ModelConfig.Read(folder);
        var specs = DecoderLayout.Tensors(config);
        var shards = new Dictionary<string, SafeTensorsFile>(StringComparer.Ordinal);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            var owners = Checked(folder, config, specs, shards);
            var stored = specs.Select(s => owners[s.Name].Find(s.Name)!.Type).Distinct().ToList();
            var target = type ?? (stored is [var only] ? only : ScalarType.Float32);
            foreach (var spec in specs)
            {
                using var read = owners[spec.Name].Read(spec.Name);
                tensors[spec.Name] = read.to(target, device ?? CPU, copy: true).DetachFromDisposeScope();
            }

            return DecoderWeights.FromTensors(config, tensors, folder);
        }
        catch
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
            throw;
        }
        finally
        {
            foreach (var shard in shards.Values) shard.Dispose();
        }
    }

    /// <summary>The shape of the decoder in a folder, of adapters that of their base.</summary>
    /// <exception cref="DataException">No readable config.json.</exception>
    public static ModelConfig ReadConfig(string folder) => ModelConfig.Read(AdapterFolder.Is(folder) ? AdapterFolder.BaseOf(folder) : folder);

    /// <summary>Where the tokenizer of a folder is: adapters may come without one, then it is that of their base.</summary>
    public static string TokenizerFolder(string folder) =>
        AdapterFolder.Is(folder) && !File.Exists(Path.Combine(folder, "tokenizer.json")) ? AdapterFolder.BaseOf(folder) : folder;

    /// <summary>Checks config.json and every header as <see cref="Load"/> does, without reading a weight.</summary>
    /// <exception cref="DataException">As of <see cref="Load"/>.</exception>
    public static void Check(string folder)
    {
        if (AdapterFolder.Is(folder))
        {
            AdapterFolder.Check(folder, ReadConfig(folder));
            Check(AdapterFolder.BaseOf(folder));
            return;
        }

        var config = ModelConfig.Read(folder);
        var shards = new Dictionary<string, SafeTensorsFile>(StringComparer.Ordinal);
        try
        {
            Checked(folder, config, DecoderLayout.Tensors(config), shards);
        }
        finally
        {
            foreach (var shard in shards.Values) shard.Dispose();
        }
    }

    /// <summary>
    /// Hash of the weights of a whole model as they are stored: <see cref="TensorSet.Sha256"/> of what <see cref="Load"/> gives in the stored type. It does not depend on how
    /// the files are named or divided. One tensor at a time is in memory.
    /// </summary>
    /// <exception cref="DataException">As of <see cref="Load"/>.</exception>
    public static string Sha256(string folder)
    {
        var config = ModelConfig.Read(folder);
        var specs = DecoderLayout.Tensors(config);
        var shards = new Dictionary<string, SafeTensorsFile>(StringComparer.Ordinal);
        try
        {
            var owners = Checked(folder, config, specs, shards);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var spec in specs)
            {
                using var read = owners[spec.Name].Read(spec.Name);
                TensorSet.Append(hash, spec, read);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            foreach (var shard in shards.Values) shard.Dispose();
        }
    }

    /// <summary>
    /// Writes config.json and the weights, every file aside and then in place; one file, or shards with an index when the weights are
    /// larger than <paramref name="maxShardBytes"/>.
    /// </summary>
    /// <param name="folder">Made when missing.</param>
    /// <param name="weights">On any device.</param>
    /// <param name="type">Element type in the files; null keeps that of the weights.</param>
    /// <param name="maxShardBytes">Most data bytes of one file (a larger tensor has a file of its own).</param>
    public static void Save(string folder, DecoderWeights weights, ScalarType? type = null, long maxShardBytes = 5_000_000_000)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxShardBytes);
        Directory.CreateDirectory(folder);
        var stored = type ?? weights.Type;
        var shards = Split(weights, stored, maxShardBytes);
        var names = shards.Count == 1
            ? [SingleFile]
            : Enumerable.Range(1, shards.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"model-{i:D5}-of-{shards.Count:D5}.safetensors")).ToList();
        for (var i = 0; i < shards.Count; i++) SafeTensors.Write(Path.Combine(folder, names[i]), shards[i], type: stored);
        if (shards.Count == 1)
        {
            File.Delete(Path.Combine(folder, IndexFile));
        }
        else
        {
            WriteIndex(folder, shards, names, stored);
            File.Delete(Path.Combine(folder, SingleFile));
        }

        weights.Config.Write(folder, stored);
        foreach (var old in Directory.EnumerateFiles(folder, "model-*-of-*.safetensors").Where(f => !names.Contains(Path.GetFileName(f))).ToList()) File.Delete(old);
    }

    private static DecoderWeights Merged(string folder, ScalarType? type, Device? device)
    {
        var origin = AdapterFolder.BaseOf(folder);
        AdapterFolder.CheckBase(folder, origin);
        using var weights = Load(origin, type, device);
        using var adapters = AdapterFolder.Load(folder, weights.Config, weights.Type, weights.Device);
        return AdapterMerge.Merge(weights, adapters);
    }

    /// <summary>The file of every tensor. All headers first: a bad shard is reported before gigabytes of the others are read.</summary>
    private static Dictionary<string, SafeTensorsFile> Checked(
        string folder, ModelConfig config, IReadOnlyList<TensorSpec> specs, Dictionary<string, SafeTensorsFile> shards)
    {
        var owners = Locate(folder, shards);
        CheckNames(config, specs.Select(s => s.Name).ToHashSet(StringComparer.Ordinal), owners);
        foreach (var spec in specs)
        {
            var entry = owners[spec.Name].Find(spec.Name)!;
            TensorSet.CheckShape(spec, entry.Shape.AsSpan(), owners[spec.Name].Path, ModelConfig.FileName);
            if (entry.Type is not (ScalarType.Float32 or ScalarType.BFloat16 or ScalarType.Float16 or ScalarType.Float64))
                throw new DataException($"{owners[spec.Name].Path}: tensor '{spec.Name}' has dtype {SafeTensorsTypes.Name(entry.Type)}; weights must be F32, BF16, F16 or F64");
        }

        return owners;
    }

    private static Dictionary<string, SafeTensorsFile> Locate(string folder, Dictionary<string, SafeTensorsFile> shards)
    {
        var owners = new Dictionary<string, SafeTensorsFile>(StringComparer.Ordinal);
        var index = Path.Combine(folder, IndexFile);
        var single = Path.Combine(folder, SingleFile);
        if (File.Exists(index) && !File.Exists(single))
        {
            foreach (var (tensor, fileName) in ReadIndex(index))
            {
                if (!shards.TryGetValue(fileName, out var shard)) shards[fileName] = shard = SafeTensorsFile.Open(Path.Combine(folder, fileName));
                if (shard.Find(tensor) is null) throw new DataException($"{shard.Path}: has no tensor {SafeTensorsHeader.Quote(tensor)}, which {IndexFile} places there");
                owners[tensor] = shard;
            }

            return owners;
        }

        if (!File.Exists(single)) throw new DataException($"{folder}: has neither {SingleFile} nor {IndexFile}; it is not a model folder");
        var whole = shards[SingleFile] = SafeTensorsFile.Open(single);
        foreach (var entry in whole.Header.Entries) owners[entry.Name] = whole;
        return owners;
    }

    private static Dictionary<string, string> ReadIndex(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
                throw new DataException($"{path}: weight_map: must be an object of tensor names and file names");
            var result = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in map.EnumerateObject())
            {
                var file = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : "";
                if (file.Length == 0 || file is "." or ".." || file.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
                    throw new DataException($"{path}: weight_map: tensor {SafeTensorsHeader.Quote(property.Name)} needs the name of a file in the same folder");
                if (!result.TryAdd(property.Name, file)) throw new DataException($"{path}: weight_map: tensor {SafeTensorsHeader.Quote(property.Name)} is named twice");
            }

            return result;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be read as JSON ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }

    private static void CheckNames(ModelConfig config, HashSet<string> wanted, Dictionary<string, SafeTensorsFile> owners)
    {
        foreach (var (name, file) in owners)
        {
            // A tied head may be stored all the same, and old Llama checkpoints store the rotary frequencies, which are computed here.
            var harmless = (config.TiedEmbeddings && name == DecoderLayout.Head) || name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal);
            if (!wanted.Contains(name) && !harmless) throw new DataException($"{file.Path}: tensor {SafeTensorsHeader.Quote(name)} is not one of the decoder that config.json describes");
        }

        foreach (var name in wanted)
        {
            if (!owners.ContainsKey(name)) throw new DataException($"{(owners.Values.FirstOrDefault()?.Path ?? SingleFile)}: tensor '{name}' is missing; config.json asks for it");
        }
    }

    private static List<List<KeyValuePair<string, Tensor>>> Split(DecoderWeights weights, ScalarType type, long maxShardBytes)
    {
        var shards = new List<List<KeyValuePair<string, Tensor>>> { new() };
        long held = 0;
        foreach (var name in weights.Names)
        {
            var bytes = weights[name].NumberOfElements * type.SizeInBytes();
            if (held > 0 && held + bytes > maxShardBytes)
            {
                shards.Add([]);
                held = 0;
            }

            shards[^1].Add(KeyValuePair.Create(name, weights[name]));
            held += bytes;
        }

        return shards;
    }

    private static void WriteIndex(string folder, List<List<KeyValuePair<string, Tensor>>> shards, List<string> names, ScalarType type)
    {
        var path = Path.Combine(folder, IndexFile);
        var aside = path + ".partial";
        using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            {
                json.WriteStartObject();
                json.WriteStartObject("metadata");
                json.WriteNumber("total_size", shards.Sum(s => s.Sum(t => t.Value.NumberOfElements * type.SizeInBytes())));
                json.WriteEndObject();
                json.WriteStartObject("weight_map");
                for (var i = 0; i < shards.Count; i++)
                {
                    foreach (var (name, _) in shards[i]) json.WriteString(name, names[i]);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }
}
