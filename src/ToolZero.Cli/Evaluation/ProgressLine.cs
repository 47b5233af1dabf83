using System.Globalization;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Charts;

namespace ToolZero.Cli.Evaluation;

/// <summary>How far a long command is: a bar that is redrawn in a terminal, else a line for each tenth and at least every half minute.</summary>
internal sealed class ProgressLine
{
    private const int Width = 30;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Repeat = TimeSpan.FromSeconds(30);

    private readonly CommandContext _context;
    private readonly string _what;
    private readonly int _before;
    private readonly int _total;
    private readonly long _start;
    private long _drawn;
    private int _done;

    /// <param name="context">Where to write, and the clock.</param>
    /// <param name="what">What is counted.</param>
    /// <param name="before">Done by an earlier call.</param>
    /// <param name="total">All of them.</param>
    public ProgressLine(CommandContext context, string what, int before, int total)
    {
        (_context, _what, _before, _done, _total) = (context, what, before, before, total);
        _start = _drawn = context.Time.GetTimestamp();
        Write();
    }

    public void Advance()
    {
        _done++;
        var isTenth = (long)_done * 10 / Math.Max(1, _total) != (long)(_done - 1) * 10 / Math.Max(1, _total);
        var isDue = _context.Time.GetElapsedTime(_drawn) >= (_context.IsTerminal ? Redraw : Repeat);
        if (!isDue && !(_context.IsTerminal ? _done == _total : isTenth)) return;
        _drawn = _context.Time.GetTimestamp();
        Write();
    }

    /// <summary>Leaves the line as it is.</summary>
    public void End()
    {
        if (_context.IsTerminal) _context.Error.WriteLine();
    }

    private void Write()
    {
        var seconds = _context.Time.GetElapsedTime(_start).TotalSeconds;
        var rate = seconds > 0 ? (_done - _before) / seconds : 0;
        var left = rate > 0 && _done < _total ? $"  {Figures.Duration(TimeSpan.FromSeconds((_total - _done) / rate))} left" : "";
        var share = _total == 0 ? 1 : (double)_done / _total;
        var text = string.Create(CultureInfo.InvariantCulture, $"{_done}/{_total} {_what} {share * 100,3:0} %  {rate:0.0}/s{left}");
        if (!_context.IsTerminal)
        {
            _context.Error.WriteLine(text);
            return;
        }

        var filled = (int)(share * Width);
        _context.Error.Write($"\r{new string('█', filled)}{new string('░', Width - filled)} {text}\u001b[K");
    }
}
