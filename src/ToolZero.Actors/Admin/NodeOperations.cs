using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Node;
using ToolZero.Core.Text;
using Command = ToolZero.Actors.Admin.OperatorCommand;
using Protocol = ToolZero.Actors.Node.NodeProtocol;
using Reply = ToolZero.Actors.Admin.OperatorReply;

namespace ToolZero.Actors.Admin;

/// <summary>Commands about workers and nodes: finds who is meant, tells his node, and answers when it is done.</summary>
internal sealed class NodeOperations(AdminServices services, ICanTell run)
{
    private const string NoHost = "no node of the cluster has the role rollout: start one with  toolzero node --role rollout --join host:port";

    public async Task<Reply> Drain(string target, Action<string> waitsFor)
    {
        var nodes = await Nodes();
        if (WorkerNames.FindNode(target, nodes) is { } node)
        {
            waitsFor($"{Join(ScalePlan.Rollouts([node]))} on {target} to finish their work");
            await Tell<Protocol.NodeDrained>(node, Protocol.DrainNode.Instance, Operations.Longest);
            return await Applied(Join(ScalePlan.Rollouts([node])), "drained");
        }

        var (worker, refusal) = WorkerNames.Find(target, nodes);
        if (worker is null)
        {
            var names = nodes.Select(n => n.Status.Name).ToList();
            return refusal! with
            {
                Reason = $"{refusal.Reason}; nodes are {string.Join(", ", names)}",
                DidYouMean = Nearest.To(target, names) ?? refusal.DidYouMean,
            };
        }

        waitsFor($"{worker.Name} to finish its work");
        return await Changed(await Tell<Protocol.WorkersChanged>(worker.Node, new Protocol.DrainWorker(worker.Worker.Name), Operations.Longest), nodes);
    }

    public async Task<Reply> Remove(string name, Action<string> waitsFor)
    {
        var nodes = await Nodes();
        var (worker, refusal) = WorkerNames.Find(name, nodes);
        if (worker is null) return refusal!;
        waitsFor($"{worker.Name} to end");
        return await Changed(await Tell<Protocol.WorkersChanged>(worker.Node, new Protocol.RemoveWorker(worker.Worker.Name), Operations.Longest), nodes);
    }

    public async Task<Reply> Add(Command.Add add, Action<string> waitsFor)
    {
        if (add.Role == ScalePlan.Reward) return new Reply.Refused("the reward pool grows by  scale reward=N");
        var nodes = await Nodes();
        if (add.Node.Length > 0 && WorkerNames.FindNode(add.Node, nodes) is null)
            return WorkerNames.Unknown("node", add.Node, nodes.Select(n => n.Status.Name.Length > 0 ? n.Status.Name : n.Member.Address));
        var host = add.Node.Length > 0 ? WorkerNames.FindNode(add.Node, nodes) : ScalePlan.Additions(nodes, 1).FirstOrDefault();
        if (host is null) return new Reply.Refused(NoHost);
        waitsFor($"node {host.Status.Name}");
        return await Changed(await Tell<Protocol.WorkersChanged>(host, Protocol.AddWorker.Instance, services.Longest), nodes);
    }

    public async Task<Reply> ScaleRollouts(int count, Action<string> waitsFor)
    {
        if (services.Supply is { } supply && await new SupplyOperations(services, supply).MakeRoom(count, waitsFor) is { } noRoom) return noRoom;
        var nodes = await Nodes();
        var now = ScalePlan.Rollouts(nodes).Length;
        if (count > now)
        {
            var hosts = ScalePlan.Additions(nodes, count - now);
            if (hosts.IsEmpty) return new Reply.Refused(NoHost);
            foreach (var host in hosts)
            {
                waitsFor($"node {host.Status.Name}");
                if ((await Tell<Protocol.WorkersChanged>(host, Protocol.AddWorker.Instance, services.Longest)).Refusal is { } refusal) return new Reply.Refused(refusal);
            }
        }
        else
        {
            var leaving = ScalePlan.Departures(nodes, now - count);
            waitsFor($"{Join(leaving)} to finish their work");
            foreach (var result in await Task.WhenAll(leaving.Select(w => Tell<Protocol.WorkersChanged>(w.Node, new Protocol.DrainWorker(w.Worker.Name), Operations.Longest))))
                if (result.Refusal is { } refusal) return new Reply.Refused(refusal);
        }

        return await Applied($"{now} rollout workers", $"{count} rollout workers");
    }

    public async Task<Reply> ScaleRewards(int count)
    {
        var nodes = await Nodes();
        var shares = ScalePlan.Shares(nodes, count);
        if (shares.IsEmpty) return new Reply.Refused($"{count} scorings side by side for {nodes.Count(n => n.Member.Roles.Contains(ScalePlan.Reward))} nodes with a reward pool: each needs one at least");
        foreach (var (node, share) in shares)
            if ((await Tell<Protocol.WorkersChanged>(node, new Protocol.Scale(RoleKind.Reward, share), services.Longest)).Refusal is { } refusal) return new Reply.Refused(refusal);
        return await Applied("", $"{count} scorings side by side on {shares.Length} nodes");
    }

    /// <summary>All members that answer.</summary>
    private async Task<ImmutableArray<NodeOfCluster>> Nodes()
    {
        var answers = await Task.WhenAll(services.Cluster.Members().Where(m => m.Node is not null).Select(async member =>
        {
            try
            {
                return new NodeOfCluster(member, await member.Node!.Ask<Protocol.NodeStatus>(Protocol.GetStatus.Instance, services.Longest));
            }
            catch (AskTimeoutException)
            {
                return null;
            }
        }));
        return [.. answers.OfType<NodeOfCluster>()];
    }

    private static Task<T> Tell<T>(NodeOfCluster node, object message, TimeSpan patience) => node.Member.Node!.Ask<T>(message, patience);

    private async Task<Reply> Changed(Protocol.WorkersChanged changed, ImmutableArray<NodeOfCluster> before)
    {
        if (changed.Refusal is { } refusal) return new Reply.Refused(refusal);
        var after = await Nodes();
        return await Applied(Join(ScalePlan.Rollouts(before)), Join(ScalePlan.Rollouts(after)));
    }

    private async Task<Reply> Applied(string before, string after)
    {
        try
        {
            var status = await run.Ask<CoordinatorStatus>(CoordinatorProtocol.GetStatus.Instance, services.Longest);
            return new Reply.Applied(status.Version, before, after);
        }
        catch (AskTimeoutException)
        {
            // Nodes obey without a coordinator too; then nobody knows the step.
            return new Reply.Applied(0, before, after);
        }
    }

    private static string Join(IEnumerable<FoundWorker> workers) => string.Join(", ", workers.Select(w => w.Name).DefaultIfEmpty("none"));
}
