using System.Text;

namespace ToolZero.Web.Dashboard.Data;

/// <summary>New lines of it.</summary>
/// <param name="Lines">Whole lines.</param>
/// <param name="IsAnew">The file is another one, or was written anew: what was read before is void.</param>
/// <param name="IsAll">There are no more now.</param>
internal sealed record NewLines(IReadOnlyList<string> Lines, bool IsAnew, bool IsAll);

/// <summary>
/// Reads a file that grows by lines, piece by piece, and notices when it was written anew under the same name. Used by one thread at a time.
/// </summary>
/// <param name="path">The file; it need not be there yet.</param>
/// <param name="mostHistory">Bytes of what is there already that are read at first; what is before is left out.</param>
internal sealed class LineTail(string path, long mostHistory = long.MaxValue)
{
    private const int Piece = 1 << 20;
    private const int Mark = 64;

    private byte[] _mark = [];
    private long _position;
    private bool _hasBegun;

    /// <exception cref="IOException">It cannot be read now.</exception>
    public NewLines Read()
    {
        if (!File.Exists(path)) return Nothing(Forget());
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var isAnew = !IsSame(file) && Forget();
        if (!_hasBegun) _position = Math.Max(0, file.Length - mostHistory);
        var isCut = !_hasBegun && _position > 0;
        _hasBegun = true;
        file.Position = _position;
        var piece = new byte[Math.Min(Piece, file.Length - _position)];
        var count = file.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
        var end = piece.AsSpan(0, count).LastIndexOf((byte)'\n') + 1;
        if (end == 0)
        {
            // A line longer than a piece is none of ours: passed over.
            if (count == Piece) _position += count;
            return Nothing(isAnew);
        }

        var lines = Encoding.UTF8.GetString(piece, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _position += end;
        _mark = piece[Math.Max(0, end - Mark)..end];
        return new NewLines(isCut ? lines[1..] : lines, isAnew, count < Piece);
    }

    private static NewLines Nothing(bool isAnew) => new([], isAnew, true);

    /// <returns>True when there was something to forget.</returns>
    private bool Forget()
    {
        var had = _hasBegun;
        (_mark, _position, _hasBegun) = ([], 0, false);
        return had;
    }

    /// <summary>The last bytes that were read are still where they were.</summary>
    private bool IsSame(FileStream file)
    {
        if (_mark.Length == 0) return true;
        if (file.Length < _position) return false;
        var found = new byte[_mark.Length];
        file.Position = _position - _mark.Length;
        return file.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) == found.Length && found.AsSpan().SequenceEqual(_mark);
    }
}
