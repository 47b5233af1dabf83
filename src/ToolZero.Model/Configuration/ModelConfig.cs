using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Data;
using static TorchSharp.torch;

namespace ToolZero.Model.Configuration;

/// <summary>The decoder families that are understood; their differences are a few switches of one decoder.</summary>
public enum ModelFamily
{
    /// <summary>Bias on query, key and value projections, none on the output projection.</summary>
    Qwen2,

    /// <summary>RMS norm of each query and key head; optional bias on all four projections.</summary>
    Qwen3,

    /// <summary>Plain; optional bias on all four projections; Llama-3 frequency scaling.</summary>
    Llama,
}

/// <summary>
/// Shape of a decoder: what config.json of the Hugging Face layout says, validated. Grouped-query attention with
/// <see cref="Heads"/> query heads that share <see cref="KeyValueHeads"/> key/value heads of <see cref="HeadDim"/> numbers each.
/// </summary>
public sealed record ModelConfig
{
    internal const string FileName = "config.json";

    private readonly bool _attentionBias;

    public required ModelFamily Family { get; init; }

    /// <summary>V: rows of the embedding and of the head.</summary>
    public required int VocabSize { get; init; }

    /// <summary>D: width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>F: width of the SwiGLU.</summary>
    public required int IntermediateSize { get; init; }

    public required int Layers { get; init; }

    public required int Heads { get; init; }

    public required int KeyValueHeads { get; init; }

    /// <summary>Numbers per head, even: rotary pairs are (i, i + HeadDim/2).</summary>
    public required int HeadDim { get; init; }

    /// <summary>Longest sequence, prompt and completion together, in tokens.</summary>
    public int MaxPositions { get; init; } = 2048;

    public double RmsNormEpsilon { get; init; } = 1e-6;

    public double RopeTheta { get; init; } = 10000;

    /// <summary>Null: plain frequencies.</summary>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>Bias on the query, key and value projections: always with Qwen2, by choice with the others.</summary>
    public bool AttentionBias
    {
        get => _attentionBias || Family == ModelFamily.Qwen2;
        init => _attentionBias = value;
    }

    /// <summary>The head is the embedding.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Ids that end a completion; may be empty.</summary>
    public ImmutableArray<int> EndOfSequenceIds { get; init; } = [];

    public int? BeginOfSequenceId { get; init; }

    /// <summary>The type that the checkpoint says its weights have, when it says.</summary>
    public ScalarType? StoredType { get; init; }

    /// <summary>RMS norm of each query and key head before the rotation (Qwen3).</summary>
    public bool QueryKeyNorm => Family == ModelFamily.Qwen3;

    /// <summary>Bias on the output projection: Qwen3 and Llama with attention_bias.</summary>
    public bool OutputBias => AttentionBias && Family != ModelFamily.Qwen2;

    /// <summary>Query heads per key/value head.</summary>
    public int QueriesPerKey => Heads / KeyValueHeads;

    /// <summary>Reads config.json, or the file of that name in a folder.</summary>
    /// <exception cref="DataException">Missing, not JSON, another architecture, a missing or absurd field.</exception>
    public static ModelConfig Read(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{file}: cannot be read ({e.Message}); a model folder needs a {FileName}", e);
        }

        return Parse(text, file);
    }

    /// <summary>Parses the text of a config.json; <paramref name="where"/> names it in errors.</summary>
    public static ModelConfig Parse(string json, string where)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 64 });
            return new ModelConfigReader(document.RootElement, where).Read();
        }
        catch (JsonException e)
        {
            throw new DataException($"{where}: not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}; it must be a Hugging Face config.json", e);
        }
    }

    /// <summary>Writes config.json in the Hugging Face layout, aside and then in place.</summary>
    /// <param name="path">A folder or the file itself.</param>
    /// <param name="storedType">The type of the weights beside it; <see cref="StoredType"/> when null.</param>
    public void Write(string path, ScalarType? storedType = null)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        var aside = file + ".partial";
        using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            ModelConfigWriter.Write(stream, this, storedType ?? StoredType);
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, file, overwrite: true);
    }

    /// <summary>The same, or a DataException that names the field and what is allowed.</summary>
    public ModelConfig Validated(string where)
    {
        Positive(VocabSize, "vocab_size", 16_777_216);
        Positive(HiddenSize, "hidden_size", 1_048_576);
        Positive(IntermediateSize, "intermediate_size", 4_194_304);
        Positive(Layers, "num_hidden_layers", 4096);
        Positive(Heads, "num_attention_heads", 65_536);
        Positive(KeyValueHeads, "num_key_value_heads", Heads);
        Positive(HeadDim, "head_dim", 65_536);
        Positive(MaxPositions, "max_position_embeddings", 1 << 30);
        Check(Heads % KeyValueHeads == 0, "num_key_value_heads", $"{KeyValueHeads} does not divide num_attention_heads {Heads}");
        Check(HeadDim % 2 == 0, "head_dim", $"{HeadDim} is odd; the rotary embedding needs pairs");
        Check(double.IsFinite(RmsNormEpsilon) && RmsNormEpsilon is > 0 and < 1, "rms_norm_eps", $"{RmsNormEpsilon} is not between 0 and 1");
        Check(double.IsFinite(RopeTheta) && RopeTheta > 1, "rope_theta", $"{RopeTheta} must be above 1");
        if (RopeScaling is { } scaling)
        {
            Check(double.IsFinite(scaling.Factor) && scaling.Factor >= 1, "rope_scaling.factor", $"{scaling.Factor} must be at least 1");
            Check(double.IsFinite(scaling.LowFrequencyFactor) && scaling.LowFrequencyFactor > 0, "rope_scaling.low_freq_factor", $"{scaling.LowFrequencyFactor} must be above 0");
            Check(double.IsFinite(scaling.HighFrequencyFactor) && scaling.HighFrequencyFactor > scaling.LowFrequencyFactor, "rope_scaling.high_freq_factor", $"{scaling.HighFrequencyFactor} must be above low_freq_factor {scaling.LowFrequencyFactor}");
            Positive(scaling.OriginalMaxPositions, "rope_scaling.original_max_position_embeddings", 1 << 30);
        }

        foreach (var id in EndOfSequenceIds)
            Check(id >= 0 && id < VocabSize, "eos_token_id", $"{id} is not an id of a vocabulary of {VocabSize}");
        if (BeginOfSequenceId is { } bos)
            Check(bos >= 0 && bos < VocabSize, "bos_token_id", $"{bos} is not an id of a vocabulary of {VocabSize}");
        return this;

        void Positive(long value, string field, long most) => Check(value >= 1 && value <= most, field, $"{value} is not between 1 and {most}");

        void Check(bool holds, string field, string problem)
        {
            if (!holds) throw new DataException($"{where}: {field}: {problem}");
        }
    }

    /// <summary>Value equality; the ids are compared one by one.</summary>
    public bool Equals(ModelConfig? other) =>
        other is not null && Family == other.Family && VocabSize == other.VocabSize && HiddenSize == other.HiddenSize
        && IntermediateSize == other.IntermediateSize && Layers == other.Layers && Heads == other.Heads
        && KeyValueHeads == other.KeyValueHeads && HeadDim == other.HeadDim && MaxPositions == other.MaxPositions
        && RmsNormEpsilon.Equals(other.RmsNormEpsilon) && RopeTheta.Equals(other.RopeTheta) && RopeScaling == other.RopeScaling
        && AttentionBias == other.AttentionBias && TiedEmbeddings == other.TiedEmbeddings
        && BeginOfSequenceId == other.BeginOfSequenceId && StoredType == other.StoredType
        && EndOfSequenceIds.SequenceEqual(other.EndOfSequenceIds);

    public override int GetHashCode() => HashCode.Combine(Family, VocabSize, HiddenSize, IntermediateSize, Layers, Heads, KeyValueHeads, HeadDim);
}
