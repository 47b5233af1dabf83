namespace ToolZero.Core.Environments;

/// <summary>A call on a thread of its own: what it returned or threw, unless the caller went away first.</summary>
internal sealed class GuardedCall(Func<CancellationToken, string> call)
{
    private readonly Lock _gate = new();
    private bool _isDone;
    private Action? _late;

    public string? Answer { get; private set; }

    public string? Error { get; private set; }

    public void Execute(CancellationToken cancellation)
    {
        try
        {
            Answer = call(cancellation);
        }
        catch (Exception e)
        {
            Error = MessageOf(e);
        }

        lock (_gate)
        {
            _isDone = true;
            _late?.Invoke();
        }
    }

    /// <summary>The caller does not wait any more.</summary>
    /// <param name="late">Invoked when the call returns after all.</param>
    /// <returns>False when it has returned meanwhile.</returns>
    public bool Abandon(Action late)
    {
        lock (_gate)
        {
            if (!_isDone) _late = late;
            return !_isDone;
        }
    }

    /// <summary>Nothing may leave this thread, or the process ends: not even what an exception says of itself.</summary>
    internal static string MessageOf(Exception error)
    {
        try
        {
            return error.Message;
        }
        catch (Exception e)
        {
            return $"{error.GetType().Name}, whose message failed with {e.GetType().Name}";
        }
    }
}
