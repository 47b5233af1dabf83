using System.Globalization;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ToolZero.Actors.Admin;

namespace ToolZero.Actors.Kubernetes;

/// <summary>
/// The rollout nodes as pods of a StatefulSet, ordered through its <c>scale</c> at the API server. What passes (a change by somebody else at the
/// same time, a busy or slow server, a token that was just replaced) is tried again; what does not is refused with the remedy.
/// </summary>
public sealed class StatefulSetNodes : INodeSupply, IDisposable
{
    private const int Attempts = 6;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly k8s.Kubernetes _api;
    private readonly string _namespace;
    private readonly TimeProvider _time;

    /// <param name="account">Who asks.</param>
    /// <param name="name">Name of the StatefulSet, in the namespace of the account.</param>
    /// <param name="workersPerNode">Rollout workers that each of its pods starts with.</param>
    /// <param name="time">Clock of the pauses.</param>
    public StatefulSetNodes(PodAccount account, string name, int workersPerNode, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(account);
        (Name, WorkersPerNode, _time) = (name, workersPerNode, time);
        var configuration = account.Configuration();
        (_api, _namespace) = (new k8s.Kubernetes(configuration), configuration.Namespace);
    }

    public string Name { get; }

    public int WorkersPerNode { get; }

    /// <summary>First pause between two tries; it doubles.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Pods are called NAME-0, NAME-1, …</summary>
    public int? Ordinal(string node) =>
        node.StartsWith(Name + "-", StringComparison.Ordinal) && int.TryParse(node.AsSpan(Name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : null;

    public Task<SupplyAnswer> Read(Action<string> waitsFor, CancellationToken stop) => Persistently(async patience => (await Get(patience)).Spec.Replicas ?? 0, waitsFor, stop);

    public Task<SupplyAnswer> Try(int nodes, Action<string> waitsFor, CancellationToken stop) => Put(nodes, dryRun: "All", waitsFor, stop);

    public Task<SupplyAnswer> Order(int nodes, Action<string> waitsFor, CancellationToken stop) => Put(nodes, dryRun: null, waitsFor, stop);

    public void Dispose() => _api.Dispose();

    private Task<SupplyAnswer> Put(int nodes, string? dryRun, Action<string> waitsFor, CancellationToken stop) => Persistently(
        async patience =>
        {
            // With the version that was read: a change in between is a conflict, not undone.
            var scale = await Get(patience);
            scale.Spec.Replicas = nodes;
            return (await _api.AppsV1.ReplaceNamespacedStatefulSetScaleAsync(scale, Name, _namespace, dryRun: dryRun, cancellationToken: patience)).Spec.Replicas ?? nodes;
        },
        waitsFor,
        stop);

    private Task<V1Scale> Get(CancellationToken stop) => _api.AppsV1.ReadNamespacedStatefulSetScaleAsync(Name, _namespace, cancellationToken: stop);

    private async Task<SupplyAnswer> Persistently(Func<CancellationToken, Task<int>> ask, Action<string> waitsFor, CancellationToken stop)
    {
        var pause = Pause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new SupplyAnswer(await ask(stop));
            }
            catch (Exception error) when (!stop.IsCancellationRequested && error is HttpOperationException or HttpRequestException or OperationCanceledException or IOException)
            {
                var fault = ApiFault.Of(error, Name, _namespace);
                if (!fault.Passes || attempt == Attempts) return new SupplyAnswer(0, attempt == 1 ? fault.Line : $"{fault.Line}, {attempt} times");
                waitsFor(fault.Line);
                var wait = fault.RetryAfter is { } asked && asked > pause ? asked : pause;
                await Task.Delay(wait < LongestPause ? wait : LongestPause, _time, stop);
                pause *= 2;
            }
        }
    }
}
