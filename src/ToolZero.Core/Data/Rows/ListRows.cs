using System.Buffers;

namespace ToolZero.Core.Data.Rows;

/// <summary>The items of one JSON list, cut by their brackets and quotes alone; whether an item is JSON is for its reader to say.</summary>
internal static class ListRows
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],"u8);
    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);

    public static IEnumerable<RawRow> Read(RowBuffer buffer, int maxRow)
    {
        buffer.Take(1);
        var expectsItem = false;
        var position = 0;
        while (true)
        {
            if (!More(buffer))
            {
                yield return new RawRow(buffer.Line, default, "the list has no end: ']' is expected");
                yield break;
            }

            var first = buffer.Window[0];
            if (first == (byte)']')
            {
                if (expectsItem) yield return new RawRow(buffer.Line, default, "a row is expected behind ','");
                break;
            }

            position++;
            var scan = new ItemScan();
            while (!scan.Advance(buffer.Window) && buffer.Fill())
            {
            }

            if (!scan.IsDone && buffer.IsFull)
            {
                yield return new RawRow(buffer.Line, default, $"row of more than {maxRow} bytes", position);
                scan.PassOver(buffer);
            }
            else if (!scan.IsDone)
            {
                yield return new RawRow(buffer.Line, default, "the list ends inside a row", position);
                yield break;
            }
            else
            {
                yield return new RawRow(buffer.Line, buffer.Memory(0, scan.Length), null, position);
                buffer.Take(scan.Length);
            }

            if (!More(buffer)) continue; // Says that the list has no end.
            expectsItem = buffer.Window[0] == (byte)',';
            if (expectsItem) buffer.Take(1);
            else if (buffer.Window[0] != (byte)']')
            {
                yield return new RawRow(buffer.Line, default, "',' or ']' is expected between rows");
                yield break;
            }
        }

        buffer.Take(1);
        if (More(buffer)) yield return new RawRow(buffer.Line, default, "text behind the list");
    }

    private static bool More(RowBuffer buffer)
    {
        do RowStream.SkipSpace(buffer);
        while (buffer.Window.IsEmpty && buffer.Fill());
        return !buffer.Window.IsEmpty;
    }

    /// <summary>Where an item ends: behind its last bracket or, for a word or number, before the next comma or bracket.</summary>
    private struct ItemScan
    {
        private int _depth;
        private bool _inString;
        private int _at;

        public bool IsDone { get; private set; }

        /// <summary>Bytes of the item when done.</summary>
        public readonly int Length => _at;

        /// <summary>Looks on; true when the end is found.</summary>
        public bool Advance(ReadOnlySpan<byte> window)
        {
            while (_at < window.Length && !IsDone)
            {
                var found = window[_at..].IndexOfAny(_inString ? StringEnd : Structure);
                if (found < 0)
                {
                    _at = window.Length;
                    return false;
                }

                // The byte behind a backslash may not be here yet.
                if (window[_at + found] == (byte)'\\' && _at + found + 1 == window.Length)
                {
                    _at += found;
                    return false;
                }

                Step(window[_at + found], found);
            }

            return IsDone;
        }

        /// <summary>Gives up the rest of an item that is too long.</summary>
        public void PassOver(RowBuffer buffer)
        {
            while (!IsDone)
            {
                var kept = buffer.Window.Length - _at; // At most an escape that waits for its second byte.
                buffer.Take(_at);
                _at = 0;
                if (!buffer.Fill() && kept == buffer.Window.Length) break;
                Advance(buffer.Window);
            }

            buffer.Take(_at);
        }

        private void Step(byte b, int before)
        {
            _at += before;
            if (_inString)
            {
                _at += b == (byte)'\\' ? 2 : 1;
                if (b == (byte)'"') _inString = false;
                return;
            }

            if (_depth == 0 && b is (byte)',' or (byte)']' or (byte)'}')
            {
                IsDone = true; // Of a word: the comma or bracket is not its own.
                return;
            }

            _at++;
            if (b == (byte)'"') _inString = true;
            else if (b is (byte)'{' or (byte)'[') _depth++;
            else if (b is (byte)'}' or (byte)']') IsDone = --_depth == 0;
        }
    }
}
