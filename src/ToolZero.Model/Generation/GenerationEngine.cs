using System.Runtime.InteropServices;
using ToolZero.Core.Data;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Configuration;
using ToolZero.Model.Decoding;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Generation;

/// <summary>
/// Decodes many completions side by side with continuous batching: a finished completion leaves at once and waiting ones take its row. The
/// prompt of a group is computed and stored once. Weights are swapped between steps and the cache is kept; every token knows the version
/// that drew it. Not safe for concurrent use; may move between threads.
/// </summary>
public sealed class GenerationEngine : IDisposable
{
    private readonly TextTokenizer _tokenizer;
    private readonly EngineSettings _settings;
    private readonly Queue<GenerationRequest> _queue = new();
    private readonly HashSet<(GroupId Group, int FirstSample)> _held = [];
    private readonly List<ActiveGroup> _groups = [];
    private readonly List<ActiveRow> _rows = [];
    private readonly List<GeneratedGroup> _completed = [];
    private readonly PromptCache _prompts;
    private readonly SlotCache _suffixes;
    private FusedWeights? _weights;
    private PolicyVersion _version;
    private RowGrid? _grid;
    private int _thread = -1;

    /// <param name="tokenizer">Decodes completions.</param>
    /// <param name="config">The shape that all weights will have.</param>
    /// <param name="settings">Limits.</param>
    public GenerationEngine(TextTokenizer tokenizer, ModelConfig config, EngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.MaxRows);
        _tokenizer = tokenizer;
        Config = config;
        _settings = settings;
        _prompts = new PromptCache(config);
        _suffixes = new SlotCache(config, step: 32);
    }

    public ModelConfig Config { get; }

    /// <summary>The version that draws the next token.</summary>
    public PolicyVersion Version => _version;

    /// <summary>Anything waiting or being decoded.</summary>
    public bool HasWork => _queue.Count > 0 || _groups.Count > 0;

    /// <summary>Completions being decoded.</summary>
    public int ActiveRows => _rows.Count;

    /// <summary>Rows that neither a running nor a waiting completion needs.</summary>
    public int FreeRows => Math.Max(0, _settings.MaxRows - _rows.Count - _groups.Sum(g => g.Waiting) - _queue.Sum(r => r.Samples));

    /// <summary>
    /// Draws with these weights from the next step on; the cache is kept, so running completions continue on keys and values of the versions
    /// before. The weights are read until the next call: they must not be changed or disposed meanwhile.
    /// </summary>
    public void UseWeights(DecoderWeights weights, PolicyVersion version)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Config with { StoredType = Config.StoredType, EndOfSequenceIds = Config.EndOfSequenceIds } != Config)
            throw new ArgumentException("the weights are those of another model", nameof(weights));
        if (_weights is not null && HasWork && (_weights.Type, _weights.Device.type, _weights.Device.index) != (weights.Type, weights.Device.type, weights.Device.index))
            throw new ArgumentException("the element type and device of the weights must stay while work is held", nameof(weights));
        UseThread();
        var old = _weights;
        _weights = FusedWeights.ForInference(weights);
        old?.Dispose();
        _version = version;
    }

    /// <summary>Adds a request to the queue.</summary>
    /// <returns>False when the queue is full: try again after a step.</returns>
    /// <exception cref="DataException">A request that cannot be served: empty or too long prompt, unknown id, bad settings.</exception>
    /// <exception cref="ArgumentException">A request of the same group is held.</exception>
    public bool TryEnqueue(GenerationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Sampling.Validated();
        if (request.Prompt.IsDefaultOrEmpty) throw new DataException($"{request.Group}: the prompt is empty");
        if (request.Samples < 1) throw new DataException($"{request.Group}: {request.Samples} samples are asked for; at least 1");
        if (request.Prompt.Length + (long)request.Sampling.MaxTokens > Config.MaxPositions)
            throw new DataException($"{request.Group}: a prompt of {request.Prompt.Length} tokens and up to {request.Sampling.MaxTokens} new ones exceed the model's {Config.MaxPositions} positions");
        foreach (var id in request.Prompt)
        {
            if ((uint)id >= (uint)Config.VocabSize) throw new DataException($"{request.Group}: id {id} in the prompt is not one of the model's {Config.VocabSize}");
        }

        if (_queue.Count >= _settings.QueueLimit) return false;
        if (!_held.Add(request.Key)) throw new ArgumentException($"{request.Group} is already held", nameof(request));
        _queue.Enqueue(request);
        return true;
    }

    /// <summary>Adds a request to the queue; as <see cref="TryEnqueue"/>, but a full queue is an error.</summary>
    /// <exception cref="InvalidOperationException">The queue is full.</exception>
    public void Enqueue(GenerationRequest request)
    {
        if (!TryEnqueue(request)) throw new InvalidOperationException($"the queue holds {_settings.QueueLimit} groups already");
    }

    /// <summary>Drops the requests of a group and what was generated for them.</summary>
    /// <returns>False when none is held.</returns>
    public bool Cancel(GroupId group)
    {
        if (_held.RemoveWhere(held => held.Group == group) == 0) return false;
        var active = _groups.Where(g => g.Request.Group == group).ToHashSet();
        foreach (var dropped in active) dropped.NextSample = dropped.Request.Samples;
        if (active.Count > 0) Remove(row => active.Contains(row.Group));
        var kept = _queue.Where(r => r.Group != group).ToList();
        if (kept.Count == _queue.Count) return true;
        _queue.Clear();
        foreach (var request in kept) _queue.Enqueue(request);
        return true;
    }

    /// <summary>
    /// Admits waiting work into free rows (one prefill per group, which also draws first tokens), then draws one token for every row.
    /// </summary>
    /// <returns>The groups that this step completed.</returns>
    /// <exception cref="InvalidOperationException">No weights yet.</exception>
    public IReadOnlyList<GeneratedGroup> Step()
    {
        var weights = _weights ?? throw new InvalidOperationException("weights are needed first: UseWeights");
        UseThread();
        using var _ = no_grad();
        Admit(weights);
        if (_rows.Count > 0) Decode(weights);
        if (_groups.Count == 0 && _rows.Count == 0)
        {
            _prompts.Slots.Clear();
            _suffixes.Clear();
        }

        if (_completed.Count == 0) return [];
        var completed = _completed.ToArray();
        _completed.Clear();
        return completed;
    }

    public void Dispose()
    {
        foreach (var group in _groups) group.Release();
        _prompts.Dispose();
        _suffixes.Dispose();
        _grid?.Dispose();
        _weights?.Dispose();
    }

    private void Admit(FusedWeights weights)
    {
        foreach (var group in _groups.Where(g => g.Waiting > 0).ToList())
        {
            if (_rows.Count >= _settings.MaxRows) return;
            Open([group], weights);
        }

        while (_rows.Count < _settings.MaxRows && _queue.Count > 0) Open(Prefill(weights), weights);
    }

    /// <summary>Computes the prompts of the next groups in the queue and puts them into the prefix cache.</summary>
    private List<ActiveGroup> Prefill(FusedWeights weights)
    {
        using var scope = NewDisposeScope();
        var admitted = new List<ActiveGroup>();
        int free = _settings.MaxRows - _rows.Count, longest = 0;
        while (free > 0 && _queue.TryPeek(out var next))
        {
            longest = Math.Max(longest, next.Prompt.Length);
            if (admitted.Count > 0 && (admitted.Count + 1) * longest > _settings.PrefillTokens) break;
            admitted.Add(new ActiveGroup(_queue.Dequeue(), StopScanner.Bytes(next.Sampling.StopSequences)));
            free -= next.Samples;
        }

        var logits = _prompts.Add([.. admitted.Select(g => g.Request.Prompt)], _groups.Count, weights);
        for (var g = 0; g < admitted.Count; g++)
        {
            admitted[g].Slot = _groups.Count;
            admitted[g].FirstLogits = logits.narrow(0, g, 1).clone().DetachFromDisposeScope();
            admitted[g].FirstVersion = _version;
            _groups.Add(admitted[g]);
        }

        return admitted;
    }

    /// <summary>Gives rows to waiting samples of groups whose prompts are computed, and draws their first tokens.</summary>
    private void Open(List<ActiveGroup> groups, FusedWeights weights)
    {
        using var scope = NewDisposeScope();
        var fresh = new List<ActiveRow>();
        var sources = new List<long>();
        for (var g = 0; g < groups.Count; g++)
        {
            for (; groups[g].Waiting > 0 && _rows.Count < _settings.MaxRows; groups[g].NextSample++)
            {
                var row = new ActiveRow(groups[g], groups[g].NextSample);
                groups[g].Rows++;
                fresh.Add(row);
                sources.Add(g);
                _rows.Add(row);
            }
        }

        if (fresh.Count == 0) return;
        var first = cat(groups.Select(g => g.FirstLogits!).ToArray(), 0);
        Draw(first.index_select(0, tensor(sources.ToArray()).to(weights.Device)), fresh, row => row.Group.FirstVersion);
        foreach (var group in groups.Where(g => g.Waiting == 0)) group.Release();
        Retire();
    }

    private void Decode(FusedWeights weights)
    {
        using var scope = NewDisposeScope();
        _suffixes.Reserve(_rows.Count, _rows.Max(r => r.Fed) + 1, weights.Type, weights.Device);
        _grid ??= RowGrid.Of(_rows, _groups.Count, Config, weights.Device);
        var logits = DecodeForward.Run(weights, _rows, _grid, _prompts.Slots, _suffixes);
        Draw(logits, _rows, _ => _version);
        Retire();
    }

    private void Draw(Tensor logits, List<ActiveRow> rows, Func<ActiveRow, PolicyVersion> version)
    {
        var draws = new Draw[rows.Count];
        for (var i = 0; i < draws.Length; i++)
        {
            var request = rows[i].Group.Request;
            draws[i] = new Draw(request.Sampling, CounterRandom.Uniform(request.Seed, (ulong)request.Group.Value, (uint)(request.FirstSample + rows[i].Sample), (uint)(request.FirstPosition + rows[i].Tokens.Count)));
        }

        var ids = new int[draws.Length];
        var logProbs = new float[draws.Length];
        Sampler.Sample(logits, draws, ids, logProbs);
        for (var i = 0; i < draws.Length; i++) rows[i].Add(ids[i], logProbs[i], version(rows[i]), Config.EndOfSequenceIds, _tokenizer);
    }

    private void Retire()
    {
        foreach (var row in CollectionsMarshal.AsSpan(_rows))
        {
            if (row.Stop is not null) row.Group.Complete(row.Sample, row.Finish(_tokenizer));
        }

        Remove(row => row.Stop is not null);
    }

    /// <summary>Takes rows out, then groups that have none left, and closes the gaps.</summary>
    private void Remove(Predicate<ActiveRow> leaves)
    {
        InvalidateGrid();
        foreach (var row in _rows.Where(r => leaves(r))) row.Group.Rows--;
        var rowMoves = Dense.Remove(_rows, leaves);
        // A row that has fed nothing has nothing in the cache, whose memory may not even reach to its slot yet.
        _suffixes.Move([.. rowMoves.Where(m => _rows[m.To].Fed > 0)], Device());

        var gone = _groups.Where(g => g.Rows == 0 && g.Waiting == 0).ToList();
        if (gone.Count == 0) return;
        foreach (var group in gone)
        {
            group.Release();
            if (_held.Remove(group.Request.Key)) _completed.Add(group.Result());
        }

        _prompts.Slots.Move(Dense.Remove(_groups, g => g.Rows == 0 && g.Waiting == 0), Device());
        for (var slot = 0; slot < _groups.Count; slot++) _groups[slot].Slot = slot;
    }

    private Device Device() => _weights?.Device ?? CPU;

    private void InvalidateGrid()
    {
        _grid?.Dispose();
        _grid = null;
    }

    private void UseThread()
    {
        // The number of threads is a setting of the calling thread, not of the process.
        if (_thread == Environment.CurrentManagedThreadId) return;
        _thread = Environment.CurrentManagedThreadId;
        set_num_threads(_settings.Threads);
    }
}
