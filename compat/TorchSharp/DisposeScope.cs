namespace TorchSharp;

/// <summary>
/// Disposes the tensors that its thread makes while it is the innermost scope, except those detached or moved. A scope belongs to the thread that opened it: detach a
/// tensor before another thread disposes it. Every tensor knows its slot, so attaching and detaching are constant-time.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic]
    private static DisposeScope? _current;

    private torch.Tensor?[] _items = new torch.Tensor?[16];
    private int _count;
    private DisposeScope? _outer;
    private bool _closed;

    internal DisposeScope()
    {
        _outer = _current;
        _current = this;
    }

    internal static DisposeScope? Current => _current;

    internal DisposeScope? OuterScope => _outer;

    public IReadOnlyList<IDisposable> DisposablesView => _items[.._count]!;

    public int DisposablesCount => _count;

    public T MoveToOuter<T>(T disposable)
        where T : IDisposable => MoveToOther(_outer, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
            MoveToOuter<IDisposable>(disposable);
    }

    public T Detach<T>(T disposable)
        where T : IDisposable => MoveToOther(null, disposable);

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
            Detach<IDisposable>(disposable);
    }

    public void DisposeEverything() => DisposeEverythingBut([]);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = inKeep as HashSet<IDisposable> ?? new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        var items = _items;
        var count = _count;
        _items = new torch.Tensor?[16];
        _count = 0;
        for (var i = 0; i < count; i++)
        {
            var item = items[i]!;
            item.OwningDisposeScope = null;
            if (keep.Count > 0 && keep.Contains(item))
                Add(item);
            else
                item.Dispose();
        }
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut(new IDisposable[] { keep });
        return keep;
    }

    public bool Contains(IDisposable disposable) => disposable is torch.Tensor tensor && ReferenceEquals(tensor.OwningDisposeScope, this);

    /// <summary>Disposes what is in the scope and makes the outer one current.</summary>
    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        Leave();
        for (var i = 0; i < _count; i++)
        {
            var item = _items[i]!;
            item.OwningDisposeScope = null;
            item.Dispose();
        }
        _items = [];
        _count = 0;
    }

    internal void Add(torch.Tensor tensor)
    {
        if (_count == _items.Length)
            Array.Resize(ref _items, Math.Max(16, 2 * _count));
        tensor.OwningDisposeScope = this;
        tensor.ScopeSlot = _count;
        _items[_count++] = tensor;
    }

    internal void Remove(torch.Tensor tensor)
    {
        var last = _items[--_count]!;
        _items[tensor.ScopeSlot] = last;
        last.ScopeSlot = tensor.ScopeSlot;
        _items[_count] = null;
        tensor.OwningDisposeScope = null;
    }

    internal static T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        if (disposable is torch.Tensor tensor && !ReferenceEquals(tensor.OwningDisposeScope, scope))
        {
            tensor.OwningDisposeScope?.Remove(tensor);
            scope?.Add(tensor);
        }
        return disposable;
    }

    // Scopes are closed in reverse order as a rule; one closed early is taken out of the chain.
    private void Leave()
    {
        if (ReferenceEquals(_current, this))
        {
            _current = _outer;
            return;
        }
        for (var inner = _current; inner is not null; inner = inner._outer)
        {
            if (!ReferenceEquals(inner._outer, this))
                continue;
            inner._outer = _outer;
            return;
        }
    }
}

public static partial class torch
{
    /// <summary>Opens a scope on this thread: see <see cref="DisposeScope"/>.</summary>
    public static DisposeScope NewDisposeScope() => new();
}
