using System.Runtime.ExceptionServices;
using TorchSharp;

namespace ToolZero.Model.Training;

/// <summary>
/// Threads that live as long as the trainer (pool threads would each keep their own scratch memory) and use one core each. Work items are computed side by side
/// and their results taken in order, so that sums do not depend on the number of threads.
/// </summary>
internal sealed class DedicatedThreads : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim[] _start;
    private readonly CountdownEvent _running = new(1);
    private readonly object _turn = new();
    private Action<int, int> _compute = (_, _) => { };
    private Action<int> _take = _ => { };
    private int _items;
    private int _taken;
    private ExceptionDispatchInfo? _failure;
    private bool _stopping;

    public DedicatedThreads(int count, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _start = [.. Enumerable.Range(0, count).Select(_ => new SemaphoreSlim(0))];
        _threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() => Live(i)) { IsBackground = true, Name = $"{name}-{i}" })];
        foreach (var thread in _threads) thread.Start();
    }

    public int Count => _threads.Length;

    /// <summary>
    /// Runs <paramref name="compute"/>(item, thread) for items 0 … <paramref name="items"/> − 1, item i on thread i mod Count, and after each, in the order of
    /// the items and one at a time, <paramref name="take"/>(item) on the same thread. Returns when all are done; the first failure is thrown here.
    /// </summary>
    public void Run(int items, Action<int, int> compute, Action<int> take)
    {
        lock (_gate)
        {
            (_items, _taken, _compute, _take, _failure) = (items, 0, compute, take, null);
            _running.Reset(Count);
            foreach (var start in _start) start.Release();
            _running.Wait();
            _failure?.Throw();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            foreach (var start in _start) start.Release();
            foreach (var thread in _threads) thread.Join();
            foreach (var start in _start) start.Dispose();
            _running.Dispose();
        }
    }

    private void Live(int index)
    {
        torch.set_num_threads(1);
        while (true)
        {
            _start[index].Wait();
            if (_stopping) return;
            Work(index);
            _running.Signal();
        }
    }

    private void Work(int index)
    {
        try
        {
            for (var item = index; item < _items && _failure is null; item += Count)
            {
                _compute(item, index);
                if (!AwaitTurn(item)) return;
                _take(item);
                lock (_turn)
                {
                    _taken++;
                    Monitor.PulseAll(_turn);
                }
            }
        }
        // Whatever a work item throws belongs to the caller of Run.
        catch (Exception failure)
        {
            lock (_turn)
            {
                _failure ??= ExceptionDispatchInfo.Capture(failure);
                Monitor.PulseAll(_turn);
            }
        }
    }

    private bool AwaitTurn(int item)
    {
        lock (_turn)
        {
            while (_taken != item && _failure is null) Monitor.Wait(_turn);
            return _failure is null;
        }
    }
}
