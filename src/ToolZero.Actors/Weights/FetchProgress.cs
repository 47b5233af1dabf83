using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Weights;

/// <summary>
/// Frames of some manifests, complete or not. They outlive a peer and an attempt: the next peer is asked for the rest only. At most those of
/// one plan are kept. Used by one thread at a time.
/// </summary>
internal sealed class FetchProgress(WeightsModel model, int credits) : IDisposable
{
    private readonly WeightLayout _layout = model.Layout;
    private readonly Dictionary<ulong, FrameReceiver> _receivers = [];
    private (ulong Id, ShadowWeights Weights)? _whole;
    private FrameCounts _past;

    /// <summary>All frames that ever came.</summary>
    public FrameCounts Counts => _receivers.Values.Aggregate(_past, (sum, r) => sum + r.Counts);

    /// <summary>Why a plan cannot be about the model here; null when it can.</summary>
    public string? Fault(FetchPlan plan) => plan.Deltas.Add(plan.Target).Select(m => m.Fault(_layout)).FirstOrDefault(f => f is not null);

    /// <summary>Forgets what another plan needed.</summary>
    public void Keep(FetchPlan plan)
    {
        var wanted = plan.IsFull ? [plan.Target.Id] : plan.Deltas.Select(d => d.Id).ToHashSet();
        foreach (var other in _receivers.Keys.Where(id => !wanted.Contains(id)).ToList()) Forget(other);
        if (_whole is not { } whole || wanted.Contains(whole.Id)) return;
        whole.Weights.Dispose();
        _whole = null;
    }

    /// <summary>The receiver of a full version, and the weights that it fills.</summary>
    public (FrameReceiver Receiver, ShadowWeights Shadow) Whole(WeightManifest manifest)
    {
        _whole ??= (manifest.Id, model.Empty());
        var shadow = _whole.Value.Weights;
        return (Receiver(manifest, () => new FullPayload(manifest, shadow.Image)), shadow);
    }

    public FrameReceiver Delta(WeightManifest manifest) => Receiver(manifest, () => new DeltaPayload(manifest));

    /// <summary>What was received is used up or worth nothing.</summary>
    public void Clear()
    {
        foreach (var id in _receivers.Keys.ToList()) Forget(id);
        _whole?.Weights.Dispose();
        _whole = null;
    }

    public void Dispose() => Clear();

    private void Forget(ulong id)
    {
        if (_receivers.Remove(id, out var receiver)) _past += receiver.Counts;
    }

    private FrameReceiver Receiver(WeightManifest manifest, Func<WeightPayload> payload)
    {
        if (!_receivers.TryGetValue(manifest.Id, out var receiver)) _receivers[manifest.Id] = receiver = new FrameReceiver(payload(), credits);
        return receiver;
    }
}
