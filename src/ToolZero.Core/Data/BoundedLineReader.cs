using System.Text;

namespace ToolZero.Core.Data;

/// <summary>Reads lines one at a time; a line beyond the bound is an error before it is memory.</summary>
internal sealed class BoundedLineReader(TextReader reader, string path, int maxLength)
{
    private readonly char[] _buffer = new char[16 * 1024];
    private int _at;
    private int _filled;

    /// <summary>Number of the line read last, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The next line without its end, or null after the last.</summary>
    /// <exception cref="DataException">The line is too long, is not UTF-8, or the file cannot be read.</exception>
    public string? Read()
    {
        var line = new StringBuilder();
        Line++;
        while (true)
        {
            if (_at == _filled && !Fill()) return line.Length == 0 ? null : line.ToString();
            var rest = _buffer.AsSpan(_at, _filled - _at);
            var end = rest.IndexOf('\n');
            line.Append(end < 0 ? rest : rest[..end]);
            _at += end < 0 ? rest.Length : end + 1;
            if (line.Length > maxLength) throw new DataException($"{path}:{Line}: line of more than {maxLength} characters; one row per line is expected");
            if (end < 0) continue;
            if (line.Length > 0 && line[^1] == '\r') line.Length--;
            return line.ToString();
        }
    }

    /// <summary>Opens a file as strict UTF-8.</summary>
    /// <exception cref="DataException">It cannot be opened.</exception>
    public static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : e.Message.ReplaceLineEndings(" ");
            throw new DataException($"{path}: cannot be read: {why}", e);
        }
    }

    private bool Fill()
    {
        try
        {
            _filled = reader.Read(_buffer, 0, _buffer.Length);
            _at = 0;
            return _filled > 0;
        }
        catch (DecoderFallbackException e)
        {
            throw new DataException($"{path}: not UTF-8 text, at or after line {Line}", e);
        }
        catch (IOException e)
        {
            throw new DataException($"{path}: cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
