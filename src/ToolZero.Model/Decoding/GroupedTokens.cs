using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ToolZero.Model.Decoding;

/// <summary>
/// P groups of one prompt and up to G continuations each, padded for one forward pass. Token t of a continuation is predicted from the
/// prompt and the tokens before t; the tokens of all continuations, sample by sample, are numbered 0 to M - 1 = <see cref="TokenCount"/> - 1.
/// </summary>
public sealed class GroupedTokens : IDisposable
{
    /// <summary>Pads on the right. Groups may have different numbers of samples, and a continuation may be empty.</summary>
    /// <param name="prompts">P prompts of at least one id.</param>
    /// <param name="continuations">Per prompt its continuations.</param>
    /// <param name="device">Null: the CPU.</param>
    public GroupedTokens(IReadOnlyList<ImmutableArray<int>> prompts, IReadOnlyList<IReadOnlyList<ImmutableArray<int>>> continuations, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(continuations);
        if (prompts.Count == 0 || prompts.Count != continuations.Count) throw new ArgumentException("one list of continuations per prompt, and at least one", nameof(continuations));
        if (prompts.Any(p => p.IsDefaultOrEmpty)) throw new ArgumentException("a prompt is empty: nothing predicts the first token", nameof(prompts));
        Groups = prompts.Count;
        Samples = Math.Max(1, continuations.Max(c => c.Count));
        PrefixLength = prompts.Max(p => p.Length);
        ContinuationLength = continuations.Max(c => c.Count == 0 ? 0 : c.Max(s => s.Length));
        PrefixLengths = [.. prompts.Select(p => p.Length)];

        var prefix = new long[Groups * PrefixLength];
        var continued = new long[Groups * Samples * InputLength];
        var positions = new long[Groups * InputLength];
        var lengths = ImmutableArray.CreateBuilder<int>(Groups * Samples);
        var offsets = ImmutableArray.CreateBuilder<int>(Groups * Samples + 1);
        var targets = new List<long>();
        var sources = new List<long>();
        for (var p = 0; p < Groups; p++)
        {
            for (var t = 0; t < prompts[p].Length; t++) prefix[p * PrefixLength + t] = prompts[p][t];
            for (var t = 0; t < InputLength; t++) positions[p * InputLength + t] = prompts[p].Length + t;
            for (var g = 0; g < Samples; g++)
            {
                var row = p * Samples + g;
                var sample = g < continuations[p].Count ? continuations[p][g] : [];
                offsets.Add(targets.Count);
                lengths.Add(sample.Length);
                for (var t = 0; t < sample.Length; t++)
                {
                    targets.Add(sample[t]);
                    // Row of the hidden states [last prompt positions (P); continuation inputs (P*G*inputs)] that predicts this token.
                    sources.Add(t == 0 ? p : Groups + (long)row * InputLength + t - 1);
                    if (t < InputLength) continued[row * InputLength + t] = sample[t];
                }
            }
        }

        offsets.Add(targets.Count);
        ContinuationLengths = lengths.MoveToImmutable();
        Offsets = offsets.MoveToImmutable();
        TokenCount = targets.Count;
        Prefix = Near(prefix, device, Groups, PrefixLength);
        Inputs = Near(continued, device, continued.Length);
        Positions = Near(positions, device, positions.Length);
        Targets = Near([.. targets], device, targets.Count);
        Sources = Near([.. sources], device, sources.Count);
    }

    /// <summary>P.</summary>
    public int Groups { get; }

    /// <summary>G, the largest number of samples of a group.</summary>
    public int Samples { get; }

    /// <summary>Longest prompt.</summary>
    public int PrefixLength { get; }

    /// <summary>Longest continuation.</summary>
    public int ContinuationLength { get; }

    /// <summary>Tokens of each prompt, [P].</summary>
    public ImmutableArray<int> PrefixLengths { get; }

    /// <summary>Tokens of each continuation, [P * G]; 0 where a group has fewer samples.</summary>
    public ImmutableArray<int> ContinuationLengths { get; }

    /// <summary>Sample s (group s / G, sample s % G) owns the tokens <c>Offsets[s]</c> to <c>Offsets[s + 1]</c>; [P * G + 1].</summary>
    public ImmutableArray<int> Offsets { get; }

    /// <summary>M: tokens of all continuations.</summary>
    public int TokenCount { get; }

    /// <summary>The ids to be predicted, int64 [M].</summary>
    public Tensor Targets { get; }

    /// <summary>Continuation tokens that are fed: the last one of a sample predicts nothing.</summary>
    internal int InputLength => Math.Max(0, ContinuationLength - 1);

    /// <summary>int64 [P, PrefixLength].</summary>
    internal Tensor Prefix { get; }

    /// <summary>int64 [P * G * InputLength].</summary>
    internal Tensor Inputs { get; }

    /// <summary>int64 [P * InputLength].</summary>
    internal Tensor Positions { get; }

    /// <summary>int64 [M].</summary>
    internal Tensor Sources { get; }

    public void Dispose()
    {
        Prefix.Dispose();
        Inputs.Dispose();
        Positions.Dispose();
        Targets.Dispose();
        Sources.Dispose();
    }

    private static Tensor Near(long[] values, Device? device, params long[] shape)
    {
        using var near = tensor(values, shape);
        return near.to(ScalarType.Int64, device ?? CPU, copy: true).DetachFromDisposeScope();
    }
}
