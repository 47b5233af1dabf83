namespace Compat.TorchSharp.Tests;

public sealed class DisposeScopeSpecs
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        var before = ones(1);
        Tensor inside;
        Tensor intermediate;
        using (var scope = NewDisposeScope())
        {
            intermediate = before + 1;
            inside = intermediate * 2;
            Assert.Equal(2, scope.DisposablesCount);
            Assert.True(scope.Contains(inside));
        }
        Assert.True(inside.IsInvalid);
        Assert.True(intermediate.IsInvalid);
        Assert.False(before.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => inside.shape);
    }

    [Fact]
    public void Tensors_move_outwards_scope_by_scope()
    {
        Tensor kept;
        Tensor free;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                kept = ones(1).MoveToOuterDisposeScope();
                free = inner.Detach(ones(1));
                Assert.Equal(0, inner.DisposablesCount);
            }
            Assert.False(kept.IsInvalid);
            Assert.True(outer.Contains(kept));
            var other = ones(1).DetachFromDisposeScope();
            Assert.Equal(1, outer.DisposablesCount);
            other.Dispose();
        }
        Assert.True(kept.IsInvalid);
        Assert.False(free.IsInvalid);
        free.Dispose();
        free.Dispose();
        Assert.True(free.IsInvalid);
    }

    [Fact]
    public void Moving_out_of_the_last_scope_frees_a_tensor_from_scopes()
    {
        Tensor kept;
        using (var scope = NewDisposeScope())
            (kept, _) = scope.MoveToOuter(ones(1), ones(2));
        Assert.False(kept.IsInvalid);
    }

    [Fact]
    public void Disposing_early_leaves_the_scope()
    {
        using var scope = NewDisposeScope();
        var tensors = Enumerable.Range(0, 100).Select(_ => ones(1)).ToArray();
        foreach (var tensor in tensors.Where((_, i) => i % 3 == 0))
            tensor.Dispose();
        Assert.Equal(66, scope.DisposablesCount);
        scope.DisposeEverythingBut(tensors[1], tensors[2]);
        Assert.Equal(2, scope.DisposablesCount);
        Assert.False(tensors[1].IsInvalid);
        Assert.True(tensors[4].IsInvalid);
        scope.DisposeEverything();
        Assert.True(tensors[1].IsInvalid);
    }

    [Fact]
    public void A_scope_belongs_to_its_thread()
    {
        using var scope = NewDisposeScope();
        Tensor? elsewhere = null;
        var thread = new Thread(() =>
        {
            elsewhere = ones(1);
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.DisposablesCount);
        elsewhere!.Dispose();
    }

    [Fact]
    public void Pieces_belong_to_the_scope_too()
    {
        using var scope = NewDisposeScope();
        var a = arange(6);
        a.split(2);
        a.sort();
        Assert.Equal(6, scope.DisposablesCount);
    }

    [Fact]
    public void A_view_outlives_its_base()
    {
        var a = arange(4);
        var view = a[1..3];
        a.Dispose();
        Assert.Equal([1L, 2], view.data<long>().ToArray());
    }
}
