using ToolZero.Model.Configuration;
using ToolZero.Model.Decoding;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Decoding;

public sealed class RotarySpecs
{
    /// <summary>
    /// theta 100, 8 numbers per head, original context 64, factor 8, low 1, high 4. Frequencies 1, 0.316228, 0.1, 0.0316228; wavelengths 6.283,
    /// 19.869, 62.832, 198.692. Below 64/4 = 16: kept. Above 64/1: divided by 8. Between: s = (64/wavelength - 1)/3 is 0.740357 and
    /// 0.00619721, and the frequency (1 - s) f/8 + s f.
    /// </summary>
    [Fact]
    public void Llama_3_scaling_keeps_short_stretches_long_and_blends_between()
    {
        var config = TestModels.Config(ModelFamily.Llama) with { HeadDim = 8, RopeTheta = 100, RopeScaling = new RopeScaling(8, 1, 4, 64) };
        float[] expected = [1f, 0.24438460f, 0.013042256f, 0.003952847f];
        var actual = RotaryTable.Frequencies(config);
        for (var i = 0; i < 4; i++) Assert.Equal(expected[i], actual[i], 1e-6 * expected[i]);
    }

    [Fact]
    public void Number_i_turns_with_number_i_plus_half()
    {
        using var scope = NewDisposeScope();
        var config = TestModels.Config() with { HeadDim = 4, RopeTheta = 100 };
        using var table = new RotaryTable(config, CPU);
        var (cos, sin) = table.AtLeast(4);
        var x = tensor([1f, 2f, 3f, 4f]);
        var swapped = tensor([3f, 4f, 1f, 2f]);
        var rotated = (x * cos[3] + swapped * sin[3]).data<float>().ToArray();
        double a = 3, b = 0.3;
        double[] expected = [Math.Cos(a) - 3 * Math.Sin(a), 2 * Math.Cos(b) - 4 * Math.Sin(b), 3 * Math.Cos(a) + Math.Sin(a), 4 * Math.Cos(b) + 2 * Math.Sin(b)];
        for (var i = 0; i < 4; i++) Assert.Equal(expected[i], rotated[i], 1e-5);
    }
}
