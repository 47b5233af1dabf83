using System.Net;
using ToolZero.Actors.Weights;
using ToolZero.Actors.Weights.Lane;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Weights;

namespace ToolZero.Bench.Transfer;

/// <summary>Whole weights over the lane, from one node to one other: the product's own server, client and receiver.</summary>
internal sealed class LaneTransfer : IDisposable
{
    private readonly WeightsSettings _settings;
    private readonly WeightsModel _model;
    private readonly PayloadShelf _shelf;
    private readonly LaneServer _server;
    private readonly FetchPlan _plan;

    /// <param name="settings">Frames and credits.</param>
    /// <param name="weights">Served; the caller's.</param>
    public LaneTransfer(WeightsSettings settings, DecoderWeights weights)
    {
        (_settings, _model) = (settings, new WeightsModel(weights.Config, weights.Type));
        var served = ServedWeights.Published(new PolicySnapshot(new PolicyVersion(1), weights.Clone()), settings.FrameBytes);
        _shelf = new PayloadShelf(settings.Keep, settings.KeepBytes);
        _shelf.Put(served, []);
        _server = new LaneServer(new LanePlace(IPAddress.Loopback, "127.0.0.1", 0), settings.MostPeers, _shelf.Find, settings.Stall);
        _plan = new FetchPlan(served.Manifest, []);
    }

    public long Bytes => _plan.Bytes;

    /// <summary>Seconds until all frames are here and checked. Nothing else runs meanwhile: on two cores sender and receiver have one each, as in the measurement that this is held against.</summary>
    public double ReceivingSeconds(Func<double> now)
    {
        using var progress = new FetchProgress(_model, _settings.Credits);
        using var client = new LaneClient(_server.Address, _settings.Stall, null, () => false);
        var start = now();
        var receiver = progress.Whole(_plan.Target).Receiver;
        if (client.Fetch(receiver) != LaneOutcome.Complete) throw new DataException($"the bench's own weights did not arrive: {client.Reason}");
        return now() - start;
    }

    /// <summary>Seconds of a whole fetch, until the hash is known to be right: it is computed behind the reception.</summary>
    public double VerifiedSeconds(Func<double> now)
    {
        using var progress = new FetchProgress(_model, _settings.Credits);
        var start = now();
        var result = new Fetch(_plan, _server.Address, null, progress, _settings, null, TimeProvider.System).Run(CancellationToken.None);
        if (result is not FetchResult.Fetched fetched) throw new DataException($"the bench's own weights did not arrive: {result}");
        fetched.Weights.Dispose();
        return now() - start;
    }

    public void Dispose()
    {
        _server.Dispose();
        _shelf.Dispose();
    }
}
