namespace Compat.TorchSharp.Tests;

public sealed class AutogradSpecs
{
    public static TheoryData<string> Functions => [.. Cases.Keys];

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Cases = new()
    {
        ["product"] = x => (x * x * 3.0).sum(),
        ["matmul"] = x => x.matmul(x.t()).sin().sum(),
        ["softmax"] = x => (x.softmax(-1) * arange(3, dtype: float64)).sum(),
        ["log_softmax"] = x => x.log_softmax(-1).select(1, 0).sum(),
        ["logsumexp"] = x => x.logsumexp(1).sum(),
        ["gather"] = x => x.gather(1, tensor(new long[,] { { 2 }, { 0 } })).pow(2).sum(),
        ["index"] = x => (x[TensorIndex.Ellipsis, TensorIndex.Slice(1)] * x[0, 0]).sum(),
        ["rotation"] = x => cat([x.narrow(1, 1, 2), -x.narrow(1, 0, 1)], 1).mul(x).cos().sum(),
        ["norm"] = x => (x * (x.pow(2).mean([-1], keepdim: true) + 1e-6).rsqrt() * 1.5).sum(0L)[1],
        ["silu"] = x => (x.silu() * x.sigmoid()).sum(),
        ["exp"] = x => (x.exp() + x.tanh() + 2.0).log().sum(),
        ["clamp"] = x => x.clamp(-0.5, 0.5).sum() + minimum(x, x * 2).sum(),
        ["where"] = x => where(x > 0, x.exp(), x * x).mean(),
        ["masked"] = x => x.masked_fill(x > 0.5, 0.0).sum(0L).pow(3).sum(),
        ["expand"] = x => (x.unsqueeze(0).expand(4, 2, 3) * arange(24, dtype: float64).view(4, 2, 3)).sum(),
        ["stack"] = x => (stack([x, x * 2], 0).permute(1, 0, 2).reshape(2, 6).cumsum(1) / 3.0).sum(),
        ["scatter"] = x => zeros(2, 3, dtype: float64).scatter_add(1, tensor(new long[,] { { 0, 0, 2 }, { 1, 1, 1 } }), x).pow(2).sum(),
        ["divide"] = x => (1.0 / (x + 5.0) - (2.0 - x) / 3.0).abs().sum(),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Gradients_agree_with_finite_differences(string name)
    {
        using var scope = NewDisposeScope();
        var function = Cases[name];
        var values = new[] { 0.31, -0.72, 1.13, -0.24, 0.65, -1.36 };
        Tensor At(double[] point) => tensor(point, [2, 3]);
        var x = At(values).requires_grad_();
        var gradient = autograd.grad([function(x)], [x])[0].data<double>().ToArray();
        const double Step = 1e-6;
        for (var i = 0; i < values.Length; i++)
        {
            var up = values.ToArray();
            var down = values.ToArray();
            up[i] += Step;
            down[i] -= Step;
            var slope = (function(At(up)).ToDouble() - function(At(down)).ToDouble()) / (2 * Step);
            Assert.True(Math.Abs(slope - gradient[i]) < 1e-6 * Math.Max(1, Math.Abs(slope)), $"{name}[{i}]: {gradient[i]} instead of {slope}");
        }
    }

    [Fact]
    public void Second_derivatives_need_a_created_graph()
    {
        var x = tensor(3.0).requires_grad_();
        var first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        Assert.Equal(27, first.ToDouble());
        Assert.Equal(18, autograd.grad([first], [x])[0].ToDouble());
    }

    [Fact]
    public void Outer_gradients_weigh_the_outputs()
    {
        var x = tensor(new float[] { 1, 2 }).requires_grad_();
        Expect.Values(autograd.grad([x * x], [x], [tensor(new float[] { 10, 100 })])[0], [2], 20, 400);
        Expect.Values(autograd.grad([(x * 2).sum(), (x * 3).sum()], [x])[0], [2], 5, 5);
    }

    [SkippableFact]
    public void A_graph_is_used_once_unless_retained()
    {
        Published.EndsTheProcess("a graph that is gone");
        var x = tensor(2.0).requires_grad_();
        var y = x.exp() * x;
        autograd.grad([y], [x], retain_graph: true);
        autograd.grad([y], [x]);
        Assert.ThrowsAny<Exception>(() => autograd.grad([y], [x]));
    }

    [SkippableFact]
    public void An_input_without_influence_is_an_error_unless_allowed()
    {
        Published.EndsTheProcess("an input without influence");
        var x = tensor(2.0).requires_grad_();
        var z = tensor(2.0).requires_grad_();
        Assert.ThrowsAny<Exception>(() => autograd.grad([x * 2], [x, z]));
        Assert.Equal(2, autograd.grad([x * 2], [x, z], allow_unused: true)[0].ToDouble());
    }

    [Fact]
    public void No_graph_is_recorded_where_none_is_wanted()
    {
        var x = ones(2).requires_grad_();
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
                Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
        Assert.False((x * 2).detach().requires_grad);
        Assert.True(x.is_leaf);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => x.add_(1));
    }

    [Fact]
    public void Threads_differentiate_side_by_side()
    {
        var expected = Enumerable.Range(1, 4).Select(Gradient).ToArray();
        var found = new float[4][];
        var threads = Enumerable.Range(1, 4).Select(seed => new Thread(() =>
        {
            for (var round = 0; round < 25; round++)
                found[seed - 1] = Gradient(seed);
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        for (var i = 0; i < 4; i++)
            Assert.Equal(expected[i], found[i]);
    }

    private static float[] Gradient(int seed)
    {
        set_num_threads(1);
        using var scope = NewDisposeScope();
        using var source = new Generator((ulong)seed);
        var x = randn(32, 48, generator: source);
        var w = randn(48, 64, generator: source).requires_grad_();
        var v = randn(64, 8, generator: source).requires_grad_();
        var loss = x.matmul(w).silu().matmul(v).log_softmax(-1).mean();
        return autograd.grad([loss], [w, v])[0].data<float>().ToArray();
    }
}
