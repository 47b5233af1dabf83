namespace ToolZero.Actors.Weights;

/// <summary>Work of seconds that blocks: a thread of its own, so that neither actors nor the pool wait for it.</summary>
internal static class Background
{
    public static Task<T> Run<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
