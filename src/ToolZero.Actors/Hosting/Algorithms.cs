using System.Collections.Immutable;
using ToolZero.Core.Advantages;
using ToolZero.Model.Training;

namespace ToolZero.Actors.Hosting;

/// <summary>The words of the section <c>algorithm</c> and what they stand for. Recipes compose published algorithms from them.</summary>
internal static class Algorithms
{
    private static readonly ImmutableArray<(string Word, PolicyObjective Value)> ObjectiveWords =
        [("clip", PolicyObjective.Clip), ("sequence-clip", PolicyObjective.SequenceClip), ("clipped-weight", PolicyObjective.ClippedWeight)];

    private static readonly ImmutableArray<(string Word, LossAggregation Value)> AggregationWords =
        [("sequence-mean", LossAggregation.SequenceMean), ("token-mean", LossAggregation.TokenMean), ("constant", LossAggregation.Constant)];

    private static readonly ImmutableArray<(string Word, AdvantageEstimator Value)> AdvantageWords =
    [
        ("group-normalised", AdvantageEstimator.GroupNormalised),
        ("group-centred", AdvantageEstimator.GroupCentred),
        ("leave-one-out", AdvantageEstimator.LeaveOneOut),
        ("batch-normalised", AdvantageEstimator.BatchNormalised),
        ("plain", AdvantageEstimator.Plain),
    ];

    private static readonly ImmutableArray<(string Word, OldPolicy Value)> OldPolicyWords =
        [("recomputed", OldPolicy.Recomputed), ("behaviour", OldPolicy.Behaviour)];

    private static readonly ImmutableArray<(string Word, KlEstimator Value)> KlEstimatorWords = [("k3", KlEstimator.K3), ("k1", KlEstimator.K1)];

    public static ImmutableArray<string> Objectives => Words(ObjectiveWords);

    public static ImmutableArray<string> Aggregations => Words(AggregationWords);

    public static ImmutableArray<string> Advantages => Words(AdvantageWords);

    public static ImmutableArray<string> OldPolicies => Words(OldPolicyWords);

    public static ImmutableArray<string> KlEstimators => Words(KlEstimatorWords);

    /// <summary>The section as types; every word was checked when the configuration was read.</summary>
    public static AlgorithmSection Read(RunConfiguration c) => new(
        Meaning(ObjectiveWords, c.Get<string>("algorithm.objective")),
        Meaning(AggregationWords, c.Get<string>("algorithm.aggregation")),
        c.Get<object>("algorithm.constant-length") is long length ? length : c.Get<long>("rollout.max-tokens"),
        Meaning(AdvantageWords, c.Get<string>("algorithm.advantage")),
        Meaning(OldPolicyWords, c.Get<string>("algorithm.old-policy")),
        c.Get<double>("algorithm.kl-weight"),
        Meaning(KlEstimatorWords, c.Get<string>("algorithm.kl-estimator")),
        c.Get<double>("algorithm.entropy-bonus"),
        c.Get<double>("algorithm.dynamic-sampling"));

    private static ImmutableArray<string> Words<T>(ImmutableArray<(string Word, T Value)> table) => [.. table.Select(w => w.Word)];

    private static T Meaning<T>(ImmutableArray<(string Word, T Value)> table, string word) => table.Single(w => w.Word == word).Value;
}
