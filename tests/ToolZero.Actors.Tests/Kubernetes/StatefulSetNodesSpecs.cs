using System.Collections.Concurrent;
using ToolZero.Actors.Kubernetes;
using ToolZero.Actors.Tests.Kubernetes.Support;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Tests.Kubernetes;

/// <summary>The number of rollout pods, changed at an API server over HTTPS with the files of a pod.</summary>
public sealed class StatefulSetNodesSpecs : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _waits = new();
    private ApiServer _server = null!;

    public async Task InitializeAsync() => _server = await ApiServer.Start();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_number_of_pods_is_read_tried_and_changed()
    {
        using var nodes = _server.Nodes();
        Assert.Equal(2, (await nodes.Read(_waits.Enqueue, default)).Nodes);
        Assert.Null((await nodes.Try(5, _waits.Enqueue, default)).Refusal);
        Assert.Equal(2, _server.Replicas);
        Assert.Null((await nodes.Order(5, _waits.Enqueue, default)).Refusal);
        Assert.Equal(5, _server.Replicas);
        Assert.Empty(_waits);
    }

    [Fact]
    public async Task A_change_by_somebody_else_in_between_is_seen_and_not_undone()
    {
        using var nodes = _server.Nodes();
        _server.Before(() => { });
        _server.Before(() => _server.ScaledByOthers(7));
        Assert.Null((await nodes.Order(3, _waits.Enqueue, default)).Refusal);
        Assert.Equal(3, _server.Replicas);
        Assert.Equal(["GET", "PUT 3", "GET", "PUT 3"], _server.Requests);
        Assert.Contains("somebody else changed mine-rollout", Assert.Single(_waits), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_when_it_says()
    {
        using var nodes = _server.Nodes();
        _server.Next(429, ("Retry-After", "1"));
        _server.Next(503);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Null((await nodes.Order(3, _waits.Enqueue, default)).Refusal);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) >= TimeSpan.FromSeconds(1));
        Assert.Equal(["the API server of Kubernetes is busy (429)", "the API server of Kubernetes is busy (503)"], _waits);
        Assert.Equal(3, _server.Replicas);
    }

    [Fact]
    public async Task What_the_account_may_not_do_is_refused_at_once_with_the_remedy()
    {
        using var nodes = _server.Nodes();
        _server.Next(403);
        var refusal = (await nodes.Order(3, _waits.Enqueue, default)).Refusal!;
        Assert.Contains("may not change the scale of mine-rollout", refusal, StringComparison.Ordinal);
        Assert.Contains("statefulsets/scale in training", refusal, StringComparison.Ordinal);
        Assert.Single(_server.Requests);
        using var other = _server.Nodes(name: "other");
        Assert.Contains("there is no StatefulSet other in training", (await other.Read(_waits.Enqueue, default)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_an_answer_is_given_up_and_sent_again()
    {
        using var nodes = new StatefulSetNodes(_server.Account with { Patience = TimeSpan.FromMilliseconds(300) }, "mine-rollout", 2, TimeProvider.System) { Pause = TimeSpan.FromMilliseconds(1) };
        _server.Hang();
        await nodes.Order(3, _waits.Enqueue, default);
        Assert.Contains("the API server of Kubernetes did not answer in time", _waits);
        Assert.Equal(3, _server.Replicas);
    }

    [Fact]
    public async Task A_token_that_was_rotated_is_read_again()
    {
        using var nodes = _server.Nodes();
        await nodes.Read(_waits.Enqueue, default);
        _server.Token = "token-2";
        _server.Before(() => File.WriteAllText(_server.At("token"), "token-2"));
        Assert.Null((await nodes.Order(4, _waits.Enqueue, default)).Refusal);
        Assert.Equal(4, _server.Replicas);
        Assert.Contains("does not take the token", Assert.Single(_waits), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_not_spoken_to()
    {
        await using var other = await ApiServer.Start();
        File.Copy(other.At("ca.crt"), _server.At("ca.crt"), overwrite: true);
        using var nodes = _server.Nodes();
        Assert.Contains("cannot be reached", (await nodes.Order(4, _waits.Enqueue, default)).Refusal, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public void Pods_are_known_by_their_names()
    {
        using var nodes = _server.Nodes();
        Assert.Equal([0, 12, null, null, null], new[] { "mine-rollout-0", "mine-rollout-12", "mine-rollout", "mine-rollout-x", "laptop" }.Select(nodes.Ordinal));
    }

    [Fact]
    public void A_pod_without_an_account_is_told_what_it_needs()
    {
        File.Delete(_server.At("token"));
        Assert.Contains("automountServiceAccountToken", Assert.Throws<DataException>(() => _server.Account.Checked()).Message, StringComparison.Ordinal);
        Assert.Contains("KUBERNETES_SERVICE_HOST", Assert.Throws<DataException>(PodAccount.Own).Message, StringComparison.Ordinal);
    }
}
