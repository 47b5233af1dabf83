using ToolZero.Cli.Drill;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Tests.Drill;

public sealed class FaultScheduleSpecs
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(5);

    [Fact]
    public void The_same_seed_gives_the_same_faults_and_another_one_others()
    {
        Assert.Equal<Fault>(FaultSchedule.Create(1, 100, Every, Lasts), FaultSchedule.Create(1, 100, Every, Lasts));
        Assert.NotEqual<Fault>(FaultSchedule.Create(1, 100, Every, Lasts), FaultSchedule.Create(2, 100, Every, Lasts));
        Assert.Equal<Fault>(FaultSchedule.Create(1, 40, Every, Lasts), FaultSchedule.Create(1, 100, Every, Lasts).Take(40));
    }

    [Fact]
    public void Every_role_is_killed_and_every_kind_comes_about_equally_often()
    {
        var faults = FaultSchedule.Create(3, 140, Every, Lasts);
        Assert.Equal(["kill coordinator", "kill learner", "kill reward", "kill rollout"], faults.Where(f => f.Kind == FaultKind.Kill).Select(f => f.Name).Distinct().Order());
        Assert.Equal(Enum.GetValues<FaultKind>(), faults.Select(f => f.Kind).Distinct().Order());
        Assert.All(faults.GroupBy(f => f.Name), g => Assert.Equal(10, g.Count()));
    }

    [Fact]
    public void Faults_come_one_after_the_other_with_time_to_recover_in_between()
    {
        var faults = FaultSchedule.Create(5, 200, Every, Lasts);
        Assert.Equal(Enumerable.Range(1, 200), faults.Select(f => f.Number));
        Assert.All(faults.Zip(faults.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= Every / 2));
        Assert.All(faults, f => Assert.Equal(f.Kind is FaultKind.Kill or FaultKind.DropConnections ? TimeSpan.Zero : Lasts, f.Lasts));
    }

    [Fact]
    public void Faults_may_be_chosen_by_a_part_of_their_name()
    {
        var faults = FaultSchedule.Create(1, 40, Every, Lasts, "learner", "full disk");
        Assert.Equal(
            ["delay frames of learner", "drop connections of learner", "full disk under the ledger", "kill learner"],
            faults.Select(f => f.Name).Distinct().Order(StringComparer.Ordinal));
        var refused = Assert.Throws<DataException>(() => FaultSchedule.Create(1, 40, Every, Lasts, "lerner"));
        Assert.Contains("--only lerner", refused.Message, StringComparison.Ordinal);
        Assert.Contains("kill learner", refused.Message, StringComparison.Ordinal);
    }
}
