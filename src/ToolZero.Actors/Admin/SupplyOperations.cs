using System.Collections.Immutable;
using Akka.Actor;
using Protocol = ToolZero.Actors.Node.NodeProtocol;
using Reply = ToolZero.Actors.Admin.OperatorReply;

namespace ToolZero.Actors.Admin;

/// <summary>Has nodes started and ended by what supplies them, so that there is room for a number of rollout workers and no more. Who is to end is drained first.</summary>
internal sealed class SupplyOperations(AdminServices services, INodeSupply supply)
{
    /// <summary>Between two looks at the members of the cluster.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Changes the number of nodes and waits for it.</summary>
    /// <param name="workers">Rollout workers that there shall be.</param>
    /// <param name="waitsFor">Told what it waits for.</param>
    /// <returns>Null when it is done.</returns>
    public async Task<Reply.Refused?> MakeRoom(int workers, Action<string> waitsFor)
    {
        using var deadline = new CancellationTokenSource(Operations.Longest, services.Time);
        try
        {
            var wanted = (workers + supply.WorkersPerNode - 1) / supply.WorkersPerNode;
            var now = await supply.Read(waitsFor, deadline.Token);
            if (now.Refusal is { } unread) return new Reply.Refused(unread);
            return wanted > now.Nodes ? await Grow(wanted, waitsFor, deadline.Token)
                : wanted < now.Nodes ? await Shrink(wanted, waitsFor, deadline.Token)
                : null;
        }
        catch (OperationCanceledException)
        {
            return new Reply.Refused($"the nodes of {supply.Name} did not come or go within {Operations.Longest.TotalMinutes:0} minutes: look at its pods");
        }
    }

    private async Task<Reply.Refused?> Grow(int wanted, Action<string> waitsFor, CancellationToken stop)
    {
        if ((await supply.Order(wanted, waitsFor, stop)).Refusal is { } refusal) return new Reply.Refused(refusal);
        await Until(members => wanted - members.Count(m => m.Status is "up" or "weaklyup"), missing => $"{missing} of {wanted} nodes of {supply.Name} to join", waitsFor, stop);
        return null;
    }

    private async Task<Reply.Refused?> Shrink(int wanted, Action<string> waitsFor, CancellationToken stop)
    {
        // Nobody is drained for an order that would be refused.
        if ((await supply.Try(wanted, waitsFor, stop)).Refusal is { } refusal) return new Reply.Refused(refusal);
        var leaving = Supplied().Where(m => supply.Ordinal(m.Name) >= wanted && m.Node is not null).ToList();
        if (leaving.Count > 0) waitsFor($"{string.Join(", ", leaving.Select(m => m.Name))} to finish their work");
        await Task.WhenAll(leaving.Select(m => m.Node!.Ask<Protocol.NodeDrained>(Protocol.DrainNode.Instance, Operations.Longest, stop)));
        if ((await supply.Order(wanted, waitsFor, stop)).Refusal is { } late) return new Reply.Refused($"{late}; {string.Join(", ", leaving.Select(m => m.Name))} are drained and stay: scale again");
        await Until(members => members.Count(m => supply.Ordinal(m.Name) >= wanted), left => $"{left} nodes of {supply.Name} to leave", waitsFor, stop);
        return null;
    }

    private ImmutableArray<ClusterMember> Supplied() => [.. services.Cluster.Members().Where(m => supply.Ordinal(m.Name) is not null)];

    private async Task Until(Func<ImmutableArray<ClusterMember>, int> count, Func<int, string> what, Action<string> waitsFor, CancellationToken stop)
    {
        for (var left = count(Supplied()); left > 0; left = count(Supplied()))
        {
            waitsFor(what(left));
            await Task.Delay(Look, services.Time, stop);
        }
    }
}
