using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MessagePack;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Ledger;

/// <summary>Scored groups as MessagePack; what comes back is equal bit for bit.</summary>
public static class LedgerCodec
{
    private static readonly MessagePackSerializerOptions Options = MessagePackSerializerOptions.Standard.WithSecurity(MessagePackSecurity.UntrustedData);

    public static byte[] Encode(ScoredGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return MessagePackSerializer.Serialize(
            new GroupRecord
            {
                Id = group.Id.Value,
                Attempt = group.Attempt,
                TaskId = group.TaskId,
                Category = group.Category,
                PromptTokens = Array(group.PromptTokens),
                Samples = [.. group.Samples.Select(ToRecord)],
                Worker = group.Worker,
            },
            Options);
    }

    /// <param name="body">What <see cref="Encode"/> wrote.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <exception cref="DataException">The bytes are damaged.</exception>
    public static ScoredGroup Decode(ReadOnlyMemory<byte> body, string source)
    {
        try
        {
            var record = MessagePackSerializer.Deserialize<GroupRecord>(body, Options);
            if (!IsWhole(record)) throw new DataException($"{source}: the stored group is damaged: parts of it are missing");
            return new ScoredGroup(
                new GroupId(record.Id),
                record.Attempt,
                record.TaskId,
                record.Category,
                Immutable(record.PromptTokens),
                [.. record.Samples.Select(FromRecord)],
                record.Worker);
        }
        catch (MessagePackSerializationException e)
        {
            throw new DataException($"{source}: the stored group is damaged: {e.Message}", e);
        }
    }

    // What a file holds may be anything; a nil or a short array must not reach the learner.
    private static bool IsWhole(GroupRecord? record) =>
        record is { TaskId: not null, Category: not null, PromptTokens: not null, Worker: not null, Samples: not null }
        && System.Array.TrueForAll(record.Samples, IsWhole);

    private static bool IsWhole(SampleRecord? sample) =>
        sample is { Tokens: not null, BehaviourLogProbs: not null, LossMask: not null, Versions: not null, Text: not null, PartNames: not null, PartValues: not null }
        && sample.Tokens.Length == sample.BehaviourLogProbs.Length && sample.Tokens.Length == sample.LossMask.Length
        && sample.Tokens.Length == sample.Versions.Length && sample.PartNames.Length == sample.PartValues.Length
        && !System.Array.Exists(sample.PartNames, name => name is null) && Enum.IsDefined((StopReason)sample.Stop);

    private static SampleRecord ToRecord(ScoredTrajectory sample)
    {
        var (trajectory, score) = sample;
        return new SampleRecord
        {
            Tokens = Array(trajectory.Tokens),
            BehaviourLogProbs = Array(trajectory.BehaviourLogProbs),
            LossMask = Array(trajectory.LossMask),
            Versions = [.. trajectory.Versions.Select(v => v.Value)],
            Stop = (int)trajectory.Stop,
            Text = trajectory.Text,
            Base = score.Base,
            General = score.General,
            Strict = score.Strict,
            Success = score.Success,
            PartNames = [.. score.Parts.Keys],
            PartValues = [.. score.Parts.Values],
        };
    }

    private static ScoredTrajectory FromRecord(SampleRecord record) => new(
        new Trajectory(
            Immutable(record.Tokens),
            Immutable(record.BehaviourLogProbs),
            Immutable(record.LossMask),
            [.. record.Versions.Select(v => new PolicyVersion(v))],
            (StopReason)record.Stop,
            record.Text),
        new RewardScore(
            record.Base,
            record.General,
            record.Strict,
            record.Success,
            record.PartNames.Zip(record.PartValues, KeyValuePair.Create).ToImmutableSortedDictionary()));

    // The arrays are handed over, not copied: nobody else holds them.
    private static ImmutableArray<T> Immutable<T>(T[] items) => ImmutableCollectionsMarshal.AsImmutableArray(items);

    private static T[] Array<T>(ImmutableArray<T> items) => ImmutableCollectionsMarshal.AsArray(items) ?? [];
}
