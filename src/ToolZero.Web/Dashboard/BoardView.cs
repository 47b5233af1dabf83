using Microsoft.AspNetCore.Components;
using ToolZero.Web.Dashboard.Data;

namespace ToolZero.Web.Dashboard;

/// <summary>A component that shows the board, and is drawn anew whenever there is a newer one.</summary>
public abstract class BoardView : ComponentBase, IDisposable
{
    private IDisposable? _watch;

    [Inject]
    internal BoardFeed Feed { get; set; } = null!;

    protected Board Board => Feed.Board;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected override void OnInitialized()
    {
        // A page that is only drawn in advance is gone before the next board.
        if (RendererInfo.IsInteractive) _watch = Feed.Watch(() => _ = InvokeAsync(OnBoard));
    }

    /// <summary>There is a newer board.</summary>
    protected virtual Task OnBoard()
    {
        StateHasChanged();
        return Task.CompletedTask;
    }

    protected virtual void Dispose(bool disposing) => _watch?.Dispose();
}
