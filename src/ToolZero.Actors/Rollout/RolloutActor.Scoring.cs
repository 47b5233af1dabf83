using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Reward;
using ToolZero.Actors.Telemetry;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Rollout;

/// <content>From a sampled group to the delivered one.</content>
public sealed partial class RolloutActor
{
    private void Score(SampledGroup sampled)
    {
        (_state, var held) = _state.Generated(sampled.Id);
        if (held is null) return;
        if (sampled.Lost is { } reason)
        {
            OnUnrated(new Unrated(held.Lease, sampled.Id, reason));
            return;
        }

        var start = _time.GetTimestamp();
        var trace = Tracing.Record(
            Tracing.Generate, held.Trace, held.Begun, _time.GetUtcNow(), ("group", sampled.Id.Value), ("worker", _state.Worker), ("samples", sampled.Samples.Length), ("tokens", sampled.Samples.Sum(s => s.Tokens.Length)));
        _peers.Rewards
            .Ask<object>(new RewardProtocol.ScoreGroup(sampled.Id, held.Task, sampled.Samples) { Trace = trace }, _settings.ScoringDeadline)
            .PipeTo(
                Self,
                success: answer => answer switch
                {
                    RewardProtocol.GroupScored scored => new Rated(held.Lease, sampled, scored, _time.GetElapsedTime(start), trace),
                    RewardProtocol.ScoringFailed failed => new Unrated(held.Lease, sampled.Id, $"{failed.Kind}: {failed.Reason}"),
                    _ => new Unrated(held.Lease, sampled.Id, $"unexpected answer {answer.GetType().Name}"),
                },
                failure: error => new Unrated(held.Lease, sampled.Id, $"no answer of the reward pool: {error.GetBaseException().Message}"));
    }

    private void OnRated(Rated rated)
    {
        if (_state.Groups.GetValueOrDefault(rated.Group.Id) is not { } held) return;
        var scored = new ScoredGroup(
            held.Id,
            rated.Lease.Attempt,
            held.Task.Id,
            held.Task.Category,
            rated.Group.PromptTokens,
            [.. rated.Group.Samples.Zip(rated.Scores.Scores, (trajectory, score) => new ScoredTrajectory(trajectory, score))],
            _state.Worker)
        {
            Temperature = held.Temperature,
        };
        (_state, var group) = _state.Scored(rated.Lease, scored);
        if (group is not null) _peers.Coordinator.Tell(new DeliverGroup(scored, rated.Scoring, group.Weights.Epoch) { Trace = rated.Trace }, Self);
    }

    private void OnUnrated(Unrated unrated)
    {
        if (_state.Groups.GetValueOrDefault(unrated.Group)?.Lease != unrated.Lease) return;
        _log.Warning("{0} has no reward in attempt {1}: {2}", unrated.Group, new Attempt(unrated.Lease.Attempt), unrated.Reason);
        _peers.Coordinator.Tell(new ReportGroupFailed(unrated.Lease, unrated.Group, unrated.Reason), Self);
        Forget(unrated.Group);
    }

    private sealed record Rated(LeaseId Lease, SampledGroup Group, RewardProtocol.GroupScored Scores, TimeSpan Scoring, string? Trace);

    private sealed record Unrated(LeaseId Lease, GroupId Group, string Reason);
}
