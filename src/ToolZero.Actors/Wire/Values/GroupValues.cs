using System.Collections.Immutable;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Wire.Values;

/// <summary>Trajectories and scored groups. The ledger stores groups in the same bytes: there is one encoding.</summary>
internal static class GroupValues
{
    public static void WriteTrajectory(ref WireWriter w, Trajectory trajectory)
    {
        w.Keys(6);
        WriteTrajectoryKeys(ref w, trajectory);
    }

    public static void WriteScore(ref WireWriter w, RewardScore score)
    {
        w.Keys(6);
        WriteScoreKeys(ref w, score);
    }

    public static void WriteGroup(ref WireWriter w, ScoredGroup group)
    {
        w.Keys(8);
        w.Long(group.Id.Value);
        w.Int(group.Attempt);
        w.Text(group.TaskId);
        w.Text(group.Category);
        w.List(group.PromptTokens, static (ref w, token) => w.Int(token));
        w.List(group.Samples, WriteSample);
        w.Text(group.Worker);
        w.Double(group.Temperature);
    }

    public static ScoredGroup ReadGroup(ref WireReader r) =>
        new(new GroupId(r.Long()), r.Int(), r.Text(), r.Text(), r.Numbers(static (ref r) => r.Int()), r.Records(ReadSample), r.Text())
        {
            Temperature = r.Double(missing: 1),
        };

    /// <exception cref="WireException">The lists of a trajectory differ in length.</exception>
    public static Trajectory ReadTrajectory(ref WireReader r)
    {
        var trajectory = new Trajectory(
            r.Numbers(static (ref r) => r.Int()),
            r.Numbers(static (ref r) => r.Float()),
            r.Numbers(static (ref r) => r.Bool()),
            r.Numbers(static (ref r) => new PolicyVersion(r.Long())),
            r.Choice<StopReason>(),
            r.Text());
        var tokens = trajectory.Tokens.Length;
        return trajectory.BehaviourLogProbs.Length == tokens && trajectory.LossMask.Length == tokens && trajectory.Versions.Length == tokens
            ? trajectory
            : throw new WireException("a trajectory whose lists differ in length");
    }

    /// <exception cref="WireException">Names and values differ in number, or a name occurs twice.</exception>
    public static RewardScore ReadScore(ref WireReader r)
    {
        var (based, general, strict, success) = (r.Double(), r.Double(), r.Double(), r.Bool());
        var (names, values) = (r.Texts(), r.Numbers(static (ref r) => r.Double()));
        if (names.Length != values.Length) throw new WireException("a score whose parts have no values, or values no names");
        var parts = ImmutableSortedDictionary.CreateBuilder<string, double>();
        for (var i = 0; i < names.Length; i++)
            if (!parts.TryAdd(names[i], values[i])) throw new WireException($"a score with two parts {names[i]}");
        return new RewardScore(based, general, strict, success, parts.ToImmutable());
    }

    private static ScoredTrajectory ReadSample(ref WireReader r) => new(ReadTrajectory(ref r), ReadScore(ref r));

    private static void WriteSample(ref WireWriter w, ScoredTrajectory sample)
    {
        w.Keys(12);
        WriteTrajectoryKeys(ref w, sample.Trajectory);
        WriteScoreKeys(ref w, sample.Score);
    }

    private static void WriteTrajectoryKeys(ref WireWriter w, Trajectory trajectory)
    {
        w.List(trajectory.Tokens, static (ref w, token) => w.Int(token));
        w.List(trajectory.BehaviourLogProbs, static (ref w, logProb) => w.Float(logProb));
        w.List(trajectory.LossMask, static (ref w, trained) => w.Bool(trained));
        w.List(trajectory.Versions, static (ref w, version) => w.Long(version.Value));
        w.Choice(trajectory.Stop);
        w.Text(trajectory.Text);
    }

    private static void WriteScoreKeys(ref WireWriter w, RewardScore score)
    {
        w.Double(score.Base);
        w.Double(score.General);
        w.Double(score.Strict);
        w.Bool(score.Success);
        w.Texts([.. score.Parts.Keys]);
        w.List([.. score.Parts.Values], static (ref w, value) => w.Double(value));
    }
}
