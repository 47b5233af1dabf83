namespace ToolZero.Model.Weights.Transfer;

/// <summary>Frames from <paramref name="From"/> on.</summary>
public readonly record struct FrameRange(int From, int Count);

/// <summary>
/// Which frames of a version are here, asked for, or missing. A receiver grants as many as it has credits for and asks for more as they
/// arrive, so that memory is bounded on both sides. Answers come in the order of the questions: a frame that a later one overtakes is lost
/// and is asked for again, which costs a duplicate if it was only late.
/// </summary>
public sealed class FrameWindow
{
    private readonly int _credits;
    private readonly Mark[] _marks;
    // Numbers of questions, by frame: which of two was asked for later.
    private readonly long[] _asked;
    private readonly Queue<(int Frame, long Number)> _outstanding = new();
    private long _number;
    private int _next;

    public FrameWindow(int frames, int credits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(credits);
        (_credits, _marks, _asked, Missing) = (credits, new Mark[frames], new long[frames], frames);
    }

    private enum Mark : byte
    {
        Missing,
        Asked,
        Here,
    }

    /// <summary>Frames that are not here, asked for or not.</summary>
    public int Missing { get; private set; }

    /// <summary>Frames asked for and not answered.</summary>
    public int Outstanding { get; private set; }

    public bool Complete => Missing == 0;

    /// <summary>Frames from 0 on without a hole.</summary>
    public int Prefix { get; private set; }

    public bool IsHere(int frame) => _marks[frame] == Mark.Here;

    /// <summary>What to ask for now: nothing while more than half of the credits are in use, so that questions are few.</summary>
    public IReadOnlyList<FrameRange> Grant()
    {
        var ranges = new List<FrameRange>();
        if (Outstanding > _credits / 2) return ranges;
        for (var seen = 0; seen < _marks.Length && Outstanding < _credits && Outstanding < Missing; seen++, _next++)
        {
            if (_next >= _marks.Length) _next = 0;
            if (_marks[_next] != Mark.Missing) continue;
            Ask(_next);
            if (ranges is [.., var last] && last.From + last.Count == _next) ranges[^1] = last with { Count = last.Count + 1 };
            else ranges.Add(new FrameRange(_next, 1));
        }

        return ranges;
    }

    /// <summary>A frame arrived whole.</summary>
    public void Arrived(int frame)
    {
        if (_marks[frame] == Mark.Here) return;
        if (_marks[frame] == Mark.Asked)
        {
            Outstanding--;
            Overtaken(_asked[frame]);
        }

        _marks[frame] = Mark.Here;
        Missing--;
        while (Prefix < _marks.Length && _marks[Prefix] == Mark.Here) Prefix++;
    }

    /// <summary>A frame arrived damaged.</summary>
    public void Damaged(int frame)
    {
        if (_marks[frame] != Mark.Asked) return;
        Overtaken(_asked[frame]);
        Lose(frame);
    }

    /// <summary>All of a question is answered: what is still outstanding of it is lost.</summary>
    public void Answered(FrameRange range)
    {
        for (var frame = Math.Max(0, range.From); frame < Math.Min(_marks.Length, range.From + (long)range.Count); frame++)
        {
            if (_marks[frame] == Mark.Asked) Lose(frame);
        }
    }

    /// <summary>The peer is gone: nothing outstanding will be answered.</summary>
    public void Reset()
    {
        Overtaken(long.MaxValue);
        _next = 0;
    }

    private void Ask(int frame)
    {
        _marks[frame] = Mark.Asked;
        _asked[frame] = ++_number;
        _outstanding.Enqueue((frame, _number));
        Outstanding++;
    }

    private void Overtaken(long number)
    {
        while (_outstanding.TryPeek(out var first) && first.Number < number)
        {
            _outstanding.Dequeue();
            if (_marks[first.Frame] == Mark.Asked && _asked[first.Frame] == first.Number) Lose(first.Frame);
        }
    }

    private void Lose(int frame)
    {
        _marks[frame] = Mark.Missing;
        Outstanding--;
    }
}
