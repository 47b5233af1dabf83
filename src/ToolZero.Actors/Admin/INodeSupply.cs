namespace ToolZero.Actors.Admin;

/// <summary>What starts and ends the rollout nodes from outside the cluster, where there is such a thing: a StatefulSet of Kubernetes.</summary>
public interface INodeSupply
{
    /// <summary>What it is called.</summary>
    string Name { get; }

    /// <summary>Rollout workers that a node starts with.</summary>
    int WorkersPerNode { get; }

    /// <summary>Place of a node among those that this starts, from 0 on; null for one that something else started. The highest end first.</summary>
    int? Ordinal(string node);

    /// <summary>How many there shall be now.</summary>
    Task<SupplyAnswer> Read(Action<string> waitsFor, CancellationToken stop);

    /// <summary>Whether it would take another number; changes nothing.</summary>
    Task<SupplyAnswer> Try(int nodes, Action<string> waitsFor, CancellationToken stop);

    /// <summary>Orders another number of nodes. They come and go later.</summary>
    Task<SupplyAnswer> Order(int nodes, Action<string> waitsFor, CancellationToken stop);
}

/// <summary>What a supply answers.</summary>
/// <param name="Nodes">Nodes that there shall be.</param>
/// <param name="Refusal">Why it cannot be done and the remedy, in one line; null when it was done.</param>
public sealed record SupplyAnswer(int Nodes, string? Refusal = null);
