using System.Text;
using ToolZero.Actors.Hosting;
using ToolZero.Core.Data;
using ToolZero.Core.Evaluation.Results;

namespace ToolZero.Cli.Evaluation;

/// <summary>
/// Answers as they come, one line each, in files below one folder; a second call with the same settings goes on where the first ended. A line
/// that a kill has cut off is dropped.
/// </summary>
internal sealed class ResultStore : IDisposable
{
    private const string SettingsFile = "settings.json";

    private readonly Dictionary<string, FileStream> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private readonly ResultOrigins _origins;

    private ResultStore(string folder) => (Folder, _origins) = (folder, new ResultOrigins(folder));

    public string Folder { get; }

    /// <summary>Opens or begins a folder of results.</summary>
    /// <exception cref="DataException">It holds results of other settings.</exception>
    public static ResultStore Open(string folder, ResultSettings settings)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, SettingsFile);
        if (File.Exists(path)) Check(path, settings);
        else NoteFile.Write(path, settings);
        return new ResultStore(folder);
    }

    public bool Has(string id) => _answered.Contains(id);

    /// <summary>Takes over the answers of a file, when it is there.</summary>
    /// <param name="file">Below the folder.</param>
    /// <param name="data">The file with its questions.</param>
    /// <exception cref="DataException">The answers are to other questions.</exception>
    public void Load(string file, string data)
    {
        _origins.Check(file, data);
        var path = Path.Combine(Folder, file);
        if (!File.Exists(path)) return;
        DropTornLine(path);
        _answered.UnionWith(ResultReader.Read(path).Select(row => row.Id));
    }

    /// <summary>Appends the line of an answer; the file is complete up to it when the call returns.</summary>
    public void Append(string file, string id, string line)
    {
        if (!_open.TryGetValue(file, out var stream))
        {
            var path = Path.Combine(Folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            stream = _open[file] = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        }

        stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
        stream.Flush();
        _answered.Add(id);
    }

    /// <summary>Puts the lines of a file into the order of the ids; lines of others stay behind them, blank ones go.</summary>
    public void Sort(string file, IReadOnlyList<string> ids)
    {
        var path = Path.Combine(Folder, file);
        if (!File.Exists(path)) return;
        if (_open.Remove(file, out var stream)) stream.Dispose();
        var places = ids.Select((id, place) => (id, place)).ToDictionary(p => p.id, p => p.place, StringComparer.Ordinal);
        var lines = ResultReader.ReadLines(path).OrderBy(read => places.GetValueOrDefault(read.Row.Id, int.MaxValue));
        AtomicFile.Write(path, string.Concat(lines.Select(read => read.Line + "\n")));
    }

    public void Dispose()
    {
        foreach (var stream in _open.Values) stream.Dispose();
    }

    private static void Check(string path, ResultSettings settings)
    {
        var before = NoteFile.Read<ResultSettings>(path);
        if (before == settings) return;
        throw new DataException($"{path}: the results here are of {before}, not of {settings}; choose another --out or --name, or delete the folder");
    }

    private static void DropTornLine(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var block = new byte[64 * 1024];
        for (var end = stream.Length; end > 0;)
        {
            var start = Math.Max(0, end - block.Length);
            stream.Position = start;
            stream.ReadExactly(block, 0, (int)(end - start));
            var last = block.AsSpan(0, (int)(end - start)).LastIndexOf((byte)'\n');
            if (last >= 0 || start == 0)
            {
                stream.SetLength(start + last + 1);
                return;
            }

            end = start;
        }
    }
}
