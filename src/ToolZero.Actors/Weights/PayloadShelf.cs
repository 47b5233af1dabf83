using System.Collections.Immutable;
using ToolZero.Actors.Weights.Lane;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Weights;

/// <summary>
/// What a node can serve: its newest weights, and the deltas that led there, as many as the bounds allow. Used by the actor that fills it and
/// by the threads of the lane.
/// </summary>
internal sealed class PayloadShelf(int keep, long keepBytes) : IDisposable
{
    private readonly Lock _lock = new();
    private ServedWeights? _newest;
    private ImmutableList<DeltaPayload> _deltas = [];
    private bool _closed;

    /// <summary>The newest weights; the caller needs a share to use them.</summary>
    public ServedWeights? Newest
    {
        get
        {
            lock (_lock) return _newest;
        }
    }

    /// <summary>Manifests of the newest weights and of the deltas, oldest first; null when there is nothing yet.</summary>
    public (WeightManifest Full, ImmutableArray<WeightManifest> Deltas)? Content
    {
        get
        {
            lock (_lock) return _newest is null ? null : (_newest.Manifest, [.. _deltas.Select(d => d.Manifest)]);
        }
    }

    /// <summary>Takes over newer weights and the deltas that led to them.</summary>
    public void Put(ServedWeights weights, IEnumerable<DeltaPayload> deltas)
    {
        ServedWeights? superseded;
        lock (_lock)
        {
            superseded = _closed ? weights : _newest;
            if (!_closed)
            {
                _newest = weights;
                _deltas = Bounded(_deltas.AddRange(deltas));
            }
        }

        superseded?.Release();
    }

    /// <summary>The frames of a manifest, with a share that keeps them; null when they are not here.</summary>
    public ServedPayload? Find(ulong id)
    {
        lock (_lock)
        {
            if (_newest is { } newest && newest.Payload.Id == id && newest.TryAcquire()) return new ServedPayload(newest.Payload, newest.Release);
            return _deltas.Find(d => d.Id == id) is { } delta ? new ServedPayload(delta, static () => { }) : null;
        }
    }

    public void Dispose()
    {
        ServedWeights? newest;
        lock (_lock)
        {
            (newest, _newest, _closed) = (_newest, null, true);
            _deltas = [];
        }

        newest?.Release();
    }

    /// <summary>The newest ones that fit.</summary>
    private ImmutableList<DeltaPayload> Bounded(ImmutableList<DeltaPayload> deltas)
    {
        var (bytes, count) = (0L, 0);
        for (var i = deltas.Count - 1; i >= 0 && count < keep && bytes + deltas[i].Manifest.Bytes <= keepBytes; i--, count++) bytes += deltas[i].Manifest.Bytes;
        return deltas.RemoveRange(0, deltas.Count - count);
    }
}
