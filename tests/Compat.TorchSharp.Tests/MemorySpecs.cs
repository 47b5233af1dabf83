namespace Compat.TorchSharp.Tests;

public sealed class MemorySpecs
{
    [Fact]
    public void Ten_thousand_steps_leak_nothing()
    {
        var w = randn(64, 64).requires_grad_();
        var x = randn(16, 64);
        Work(w, x, 500);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var tensors = Tensor.TotalCount;
        var memory = Resident();
        Work(w, x, 10_000);
        Assert.Equal(tensors, Tensor.TotalCount);
        var grown = Resident() - memory;
        // One leaked 64x64 tensor a step would be 160 MiB.
        Assert.True(grown < 24 << 20, $"the process grew by {grown >> 20} MiB");
    }

    [Fact]
    public void The_collector_frees_what_nobody_disposed()
    {
        var before = Tensor.TotalCount;
        Abandon();
        for (var i = 0; i < 10 && Tensor.TotalCount > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.True(Tensor.TotalCount <= before, $"{Tensor.TotalCount} tensors instead of {before}");
    }

    [Fact]
    public void Errors_leak_nothing()
    {
        using var scope = NewDisposeScope();
        var a = ones(2);
        var b = ones(3);
        var before = Tensor.TotalCount;
        for (var i = 0; i < 100; i++)
            Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => a + b);
        Assert.Equal(before, Tensor.TotalCount);
    }

    private static void Work(Tensor w, Tensor x, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            var loss = x.matmul(w).tanh().pow(2).mean();
            var gradient = autograd.grad([loss], [w])[0];
            using (no_grad())
                w.sub_(gradient * 0.01);
            _ = w.data<float>()[0, 0];
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Abandon()
    {
        for (var i = 0; i < 1000; i++)
            _ = ones(10) + i;
    }

    private static long Resident()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
