using System.Collections.Concurrent;
using System.Globalization;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Runs pieces of work.</summary>
public abstract class ExecutorService(string id)
{
    public string Id { get; } = id;

    public abstract void Execute(IRunnable run);

    public abstract void Shutdown();
}

public abstract class ExecutorServiceFactory
{
    public abstract ExecutorService Produce(string id);
}

/// <summary>The thread pool of .NET.</summary>
internal sealed class ThreadPoolExecutor(string id) : ExecutorService(id)
{
    // The global queue, not the thread's own: two actors that answer each other must not keep a thread from the rest.
    public override void Execute(IRunnable run)
    {
        if (run is IThreadPoolWorkItem item) ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
        else ThreadPool.UnsafeQueueUserWorkItem(static state => state.Run(), run, preferLocal: false);
    }

    public override void Shutdown()
    {
    }
}

internal sealed class ThreadPoolExecutorFactory : ExecutorServiceFactory
{
    public override ExecutorService Produce(string id) => new ThreadPoolExecutor(id);
}

/// <summary>A fixed number of threads with a queue in front of them.</summary>
internal sealed class DedicatedThreadsExecutor : ExecutorService
{
    private readonly BlockingCollection<IRunnable> _work = [];

    internal DedicatedThreadsExecutor(string id, int threads, bool background)
        : base(id)
    {
        for (var i = 1; i <= threads; i++)
        {
            new Thread(Work)
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"{id}-{i}"),
                IsBackground = background,
            }.Start();
        }
    }

    public override void Execute(IRunnable run)
    {
        try
        {
            _work.Add(run);
        }
        catch (InvalidOperationException)
        {
            // Shut down: only mailboxes without an actor are left, and those need no thread.
            return;
        }
    }

    public override void Shutdown() => _work.CompleteAdding();

    private void Work()
    {
        foreach (var run in _work.GetConsumingEnumerable()) run.Run();
    }
}

internal sealed class DedicatedThreadsExecutorFactory(int threads, bool background) : ExecutorServiceFactory
{
    /// <summary>Reads <c>dedicated-thread-pool</c> or, without it, <c>fork-join-executor</c>.</summary>
    internal static DedicatedThreadsExecutorFactory From(Config config)
    {
        var dedicated = config.GetConfig("dedicated-thread-pool");
        if (!dedicated.IsNullOrEmpty())
        {
            var count = dedicated.GetInt("thread-count");
            if (count < 1) throw new ConfigurationException("dedicated-thread-pool.thread-count must be at least 1.");
            return new DedicatedThreadsExecutorFactory(count, dedicated.GetString("threadtype", "background") != "foreground");
        }

        var forkJoin = config.GetConfig("fork-join-executor");
        var floor = forkJoin?.GetInt("parallelism-min", 1) ?? 1;
        var ceiling = forkJoin?.GetInt("parallelism-max", 64) ?? 64;
        var scaled = (int)Math.Ceiling(Environment.ProcessorCount * (forkJoin?.GetDouble("parallelism-factor", 1.0) ?? 1.0));
        return new DedicatedThreadsExecutorFactory(Math.Min(Math.Max(scaled, floor), ceiling), background: true);
    }

    public override ExecutorService Produce(string id) => new DedicatedThreadsExecutor(id, threads, background);
}
