using ToolZero.Web.Dashboard.Data;

namespace ToolZero.Web.Tests.Dashboard;

public sealed class CurvesSpecs
{
    [Fact]
    public void A_short_run_is_kept_step_by_step()
    {
        var curves = Filled(new Curves(100), 50);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (double)i), curves.View().Steps);
        Assert.Equal(49.0 * 2, curves.View().Last("twice"));
    }

    /// <summary>A week at a step every two seconds.</summary>
    [Fact]
    public void A_long_run_takes_no_more_memory_and_keeps_its_shape()
    {
        const int Steps = 302_400;
        var view = Filled(new Curves(300), Steps).View();
        Assert.InRange(view.Steps.Length, 150, 300);
        Assert.InRange(view.Steps[0], 0, Steps / 150);
        Assert.InRange(view.Steps[^1], Steps - Steps / 100, Steps);
        Assert.All(view.Steps.Zip(view.Column("twice")), p => Assert.Equal(2 * p.First, p.Second, 1e-6 * Steps));
    }

    /// <summary>Whatever the number of steps: no step is lost and none counts twice, so the mean of all points by their weight is that of all steps.</summary>
    [Fact]
    public void Points_are_means_of_all_steps()
    {
        for (var steps = 1; steps < 200; steps++)
        {
            var view = Filled(new Curves(8), steps).View();
            Assert.InRange(view.Steps.Length, 1, 8);
            Assert.Equal(view.Steps.Order(), view.Steps);
            Assert.All(view.Steps.Zip(view.Column("twice")), p => Assert.Equal(2 * p.First, p.Second, 1e-9));
        }
    }

    [Fact]
    public void What_is_not_finite_leaves_a_gap()
    {
        var curves = new Curves(10);
        curves.Add(0, new Dictionary<string, double> { ["loss"] = 1 });
        curves.Add(1, new Dictionary<string, double> { ["loss"] = double.NaN, ["late"] = 2 });
        Assert.Equal([1, double.NaN], curves.View().Column("loss"));
        Assert.Equal([double.NaN, 2], curves.View().Column("late"));
        Assert.Equal(1, curves.View().Last("loss"));
        Assert.Empty(curves.View().Column("unknown"));
    }

    private static Curves Filled(Curves curves, int steps)
    {
        for (var i = 0; i < steps; i++) curves.Add(i, new Dictionary<string, double> { ["twice"] = 2.0 * i });
        return curves;
    }
}
