using ToolZero.Model.Training;
using TorchSharp;

namespace ToolZero.Model.Tests.Training;

public sealed class GradientClipSpecs
{
    [Fact]
    public void The_norm_is_over_all_tensors_together()
    {
        using var a = torch.tensor(new[] { 3f, 0f });
        using var b = torch.tensor(new[] { 0f, 4f, 12f });
        Assert.Equal(13, GradientClip.GlobalNorm([a, b]), 5);
    }

    [Fact]
    public void Only_norms_above_the_maximum_are_scaled()
    {
        Assert.Equal(1, GradientClip.Scale(0.9, 1));
        Assert.Equal(0.25, GradientClip.Scale(4, 1), 5);
        Assert.Equal(1, GradientClip.Scale(1e9, 0));
    }

    [Fact]
    public void A_gradient_that_is_no_number_makes_the_norm_none()
    {
        using var a = torch.tensor(new[] { 1f, float.NaN });
        Assert.False(double.IsFinite(GradientClip.GlobalNorm([a])));
    }
}
