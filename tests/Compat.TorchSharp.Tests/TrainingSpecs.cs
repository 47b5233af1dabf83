namespace Compat.TorchSharp.Tests;

public sealed class TrainingSpecs
{
    [Fact]
    public void A_small_network_trains()
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        var w = randn(4, 3).requires_grad_();
        var x = randn(16, 4);
        var y = randint(0, 3, [16]);
        var losses = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var loss = nn.functional.cross_entropy(x.matmul(w), y);
            losses.Add(loss.ToDouble());
            var gradient = autograd.grad([loss], [w])[0];
            using (no_grad())
                w.sub_(gradient * 0.5);
        }
        Assert.True(losses[^1] < losses[0] * 0.8, $"{losses[0]} -> {losses[^1]}");
    }
}
