using ToolZero.Core.Metrics;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;

namespace ToolZero.Core.Tests.Metrics;

public sealed class BatchStatisticsSpecs
{
    private static readonly BatchStatistics Statistics = BatchStatistics.Of(SampleBatches.Two);

    [Fact]
    public void Rewards_are_totals_at_the_weight_of_the_step()
    {
        Assert.Equal(0.75, Statistics.RewardMean, 12);
        Assert.Equal((0.5, 1.5), (Statistics.RewardMinimum, Statistics.RewardMaximum));
        Assert.Equal(Math.Sqrt(0.1875), Statistics.RewardDeviation, 12);
        Assert.Equal(0.25, Statistics.General, 12);
        Assert.Equal(0.25, Statistics.Success, 12);
        Assert.Equal(0.5, Statistics.Parts[RewardParts.Format], 12);
    }

    [Fact]
    public void Groups_without_variance_and_cut_completions_are_shares()
    {
        Assert.Equal(0.5, Statistics.ZeroVariance);
        Assert.Equal(0.25, Statistics.Truncation);
        Assert.Equal((2, 4), (Statistics.Groups, Statistics.Samples));
    }

    [Fact]
    public void Lengths_and_staleness_are_counted_by_token()
    {
        Assert.Equal((8L, 3), (Statistics.GeneratedTokens, Statistics.CompletionTokensMaximum));
        Assert.Equal(2, Statistics.CompletionTokens);
        Assert.Equal(3 / 8.0, Statistics.StalenessMean, 12);
        Assert.Equal(2, Statistics.StalenessMaximum);
    }

    [Fact]
    public void Categories_are_told_apart()
    {
        Assert.Equal(new CategoryStatistics(2, 1.0, 0.5), Statistics.ByCategory["simple"]);
        Assert.Equal(new CategoryStatistics(2, 0.5, 0), Statistics.ByCategory["parallel"]);
    }

    [Fact]
    public void A_batch_without_samples_has_no_statistics() =>
        Assert.Throws<ArgumentException>(() => BatchStatistics.Of(new TrainingBatch(0, 0.5, 0, [])));
}
