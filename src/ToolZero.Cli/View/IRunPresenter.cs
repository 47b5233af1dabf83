using ToolZero.Actors.Hosting;

namespace ToolZero.Cli.View;

/// <summary>Shows a run while it goes on.</summary>
public interface IRunPresenter : IAsyncDisposable
{
    /// <summary>Takes an event; called from any thread, one at a time, and returns at once.</summary>
    void Show(RunEvent runEvent);
}
