using ToolZero.Actors.Hosting;
using ToolZero.Core.Advantages;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;
using ToolZero.Model.Training;

namespace ToolZero.Actors.Tests.Hosting;

/// <summary>Recipes and named settings say the same about the published algorithms.</summary>
public sealed class AlgorithmRecipesSpecs
{
    public static TheoryData<string, PolicyLossSettings, AdvantageEstimator> Published => new()
    {
        { "grpo", PolicyLossSettings.Grpo, AdvantageEstimator.GroupNormalised },
        { "dapo", PolicyLossSettings.Dapo with { Old = OldPolicy.Behaviour }, AdvantageEstimator.GroupNormalised },
        { "dr-grpo", PolicyLossSettings.DrGrpo(96), AdvantageEstimator.GroupCentred },
        { "gspo", PolicyLossSettings.Gspo(3e-4, 4e-4) with { Old = OldPolicy.Behaviour }, AdvantageEstimator.GroupNormalised },
        { "cispo", PolicyLossSettings.Cispo(0.28) with { Old = OldPolicy.Behaviour }, AdvantageEstimator.GroupNormalised },
        { "rloo", new PolicyLossSettings(Aggregation: LossAggregation.TokenMean), AdvantageEstimator.LeaveOneOut },
        { "reinforce-pp", new PolicyLossSettings(Aggregation: LossAggregation.TokenMean), AdvantageEstimator.BatchNormalised },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void A_recipe_composes_the_published_algorithm(string recipe, PolicyLossSettings loss, AdvantageEstimator advantage)
    {
        var trainer = Trainer(recipe);
        Assert.Equal(loss, trainer.Loss with { ConstantLength = loss.ConstantLength });
        if (loss.Aggregation == LossAggregation.Constant) Assert.Equal(loss.ConstantLength, trainer.Loss.ConstantLength);
        Assert.Equal(advantage, trainer.Advantage);
    }

    [Fact]
    public void Recipes_are_combined_later_over_earlier()
    {
        var configuration = Load("async+dapo");
        Assert.Equal(2, configuration.Get<long>("staleness.max-versions"));
        Assert.Equal("token-mean", configuration.Get<string>("algorithm.aggregation"));
        Assert.Equal(("sequence-mean", "recomputed"), (Load("dapo+grpo").Get<string>("algorithm.aggregation"), Load("dapo+grpo").Get<string>("algorithm.old-policy")));
        Assert.Contains("no recipe nosuch", Assert.Throws<DataException>(() => Load("async+nosuch")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Penalty_and_bonus_reach_the_loss()
    {
        var loss = Trainer(
            null, "algorithm.kl-weight=0.04", "algorithm.kl-estimator=k1", "algorithm.entropy-bonus=0.001", "algorithm.old-policy=behaviour", "algorithm.constant-length=7").Loss;
        Assert.Equal((0.04, KlEstimator.K1, 0.001, OldPolicy.Behaviour, 7), (loss.KlWeight, loss.Kl, loss.EntropyBonus, loss.Old, loss.ConstantLength));
    }

    [Fact]
    public void Dapo_samples_dynamically_and_punishes_long_answers_softly()
    {
        var settings = RunSettings.From(Load("quickstart+dapo"));
        Assert.Equal((3, 72), (settings.Coordinator.DynamicSampling, settings.Coordinator.MaxReplaced));
        Assert.Equal(new OverlongShaping(96, 19, 1), settings.Overlong);
        Assert.Equal(settings.Overlong, RoleParts.RewardOf(settings, RunInputs.RewardOf(settings)).Pool.Overlong);
        var others = RunSettings.From(Load("grpo"));
        Assert.Equal((0, 0), (others.Coordinator.MaxReplaced, others.Overlong.Buffer));
        var wrong = Assert.Throws<DataException>(() => RunSettings.From(Load("dapo", "algorithm.advantage=plain")));
        Assert.Contains("algorithm.dynamic-sampling: expected 0", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stale_data_alone_is_weighted_and_the_bound_is_a_key()
    {
        Assert.Equal(0, Trainer(null).Loss.TruncatedImportance);
        Assert.Equal(2, Trainer("async").Loss.TruncatedImportance);
        Assert.Equal(5.5, Trainer("async", "learner.truncated-importance=5.5").Loss.TruncatedImportance);
        Assert.Equal(0, Trainer("async", "learner.truncated-importance=0").Loss.TruncatedImportance);
    }

    private static TrainerSettings Trainer(string? recipe, params string[] sets) => RunInputs.TrainerOf(RunSettings.From(Load(recipe, sets)));

    private static RunConfiguration Load(string? recipe, params string[] sets) => RunConfiguration.Load(new ConfigurationSources(recipe, null, [.. sets]));
}
