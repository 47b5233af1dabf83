using Spectre.Console;
using ToolZero.Actors.Hosting;

namespace ToolZero.Cli.View;

/// <summary>Redraws the terminal a few times a second while events come in.</summary>
public sealed class LivePresenter : IRunPresenter
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;
    private readonly TerminalView _picture;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _drawing;
    private RunView _view;

    public LivePresenter(IAnsiConsole console, TimeProvider time, RunView view, TerminalView picture)
    {
        (_console, _time, _view, _picture) = (console, time, view, picture);
        _drawing = Task.Run(Draw);
    }

    public void Show(RunEvent runEvent)
    {
        var now = _time.GetUtcNow();
        RunView before, after;
        do
        {
            before = Volatile.Read(ref _view);
            after = before.Apply(runEvent, now);
        }
        while (Interlocked.CompareExchange(ref _view, after, before) != before);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _drawing;
        _ended.Dispose();
    }

    private Task Draw() => _console.Live(Picture()).AutoClear(false).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom).StartAsync(async live =>
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (!_ended.IsCancellationRequested)
        {
            live.UpdateTarget(Picture());
            try
            {
                await timer.WaitForNextTickAsync(_ended.Token);
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                break;
            }
        }

        live.UpdateTarget(Picture());
    });

    private Spectre.Console.Rendering.IRenderable Picture() => _picture.Render(Volatile.Read(ref _view), _time.GetUtcNow(), _console.Profile.Width);
}
