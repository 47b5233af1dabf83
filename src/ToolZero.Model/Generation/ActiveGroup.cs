using System.Collections.Immutable;
using ToolZero.Core.Rollouts;
using static TorchSharp.torch;

namespace ToolZero.Model.Generation;

/// <summary>A request whose prompt is in the cache.</summary>
internal sealed class ActiveGroup(GenerationRequest request, ImmutableArray<byte[]>? stopBytes)
{
    private readonly Trajectory?[] _samples = new Trajectory?[request.Samples];

    public GenerationRequest Request { get; } = request;

    public ImmutableArray<byte[]>? StopBytes { get; } = stopBytes;

    /// <summary>Slot of its prompt in the prefix cache.</summary>
    public int Slot { get; set; }

    /// <summary>Next sample that has no row yet.</summary>
    public int NextSample { get; set; }

    /// <summary>Rows that are being decoded.</summary>
    public int Rows { get; set; }

    /// <summary>Samples that wait for a row.</summary>
    public int Waiting => Request.Samples - NextSample;

    /// <summary>Logits of the first token, [1, V]; kept while samples wait.</summary>
    public Tensor? FirstLogits { get; set; }

    /// <summary>The policy that computed <see cref="FirstLogits"/>.</summary>
    public PolicyVersion FirstVersion { get; set; }

    public void Complete(int sample, Trajectory trajectory) => _samples[sample] = trajectory;

    public GeneratedGroup Result() => new(Request.Group, Request.Prompt, [.. _samples.Select(s => s!)]) { FirstSample = Request.FirstSample };

    public void Release()
    {
        FirstLogits?.Dispose();
        FirstLogits = null;
    }
}

/// <summary>A completion that is being decoded. Its last token has been drawn but not fed.</summary>
internal sealed class ActiveRow(ActiveGroup group, int sample)
{
    private readonly StopScanner? _stops = group.StopBytes is { } bytes ? new StopScanner(bytes) : null;

    public ActiveGroup Group { get; } = group;

    public int Sample { get; } = sample;

    public List<int> Tokens { get; } = [];

    public List<float> LogProbs { get; } = [];

    public List<PolicyVersion> Versions { get; } = [];

    /// <summary>Set when it is complete.</summary>
    public StopReason? Stop { get; private set; }

    /// <summary>Tokens that have keys and values in the cache: all but the last drawn.</summary>
    public int Fed => Tokens.Count - 1;

    /// <summary>Adds a drawn token and decides whether it is the last.</summary>
    public void Add(int id, float logProb, PolicyVersion version, ImmutableArray<int> endIds, Tokenization.TextTokenizer tokenizer)
    {
        Tokens.Add(id);
        LogProbs.Add(logProb);
        Versions.Add(version);
        if (endIds.Contains(id)) Stop = StopReason.EndOfSequence;
        else if (_stops?.Append(tokenizer.TokenBytes(id)) == true) Stop = StopReason.StopSequence;
        else if (Tokens.Count >= Group.Request.Sampling.MaxTokens) Stop = StopReason.Length;
    }

    public Trajectory Finish(Tokenization.TextTokenizer tokenizer)
    {
        var text = tokenizer.Decode(Stop == StopReason.EndOfSequence ? Tokens[..^1] : Tokens);
        return new Trajectory([.. Tokens], [.. LogProbs], [.. Enumerable.Repeat(true, Tokens.Count)], [.. Versions], Stop!.Value, text);
    }
}
