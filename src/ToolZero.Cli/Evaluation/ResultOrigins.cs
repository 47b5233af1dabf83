using System.Security.Cryptography;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Evaluation;

/// <summary>
/// Which questions the answers of each file are to: a hash of the questions' file, in <c>data.json</c>. Ids alone stay the same when questions
/// change. One folder may hold answers to several data sets.
/// </summary>
internal sealed class ResultOrigins(string folder)
{
    private readonly string _path = Path.Combine(folder, "data.json");

    /// <summary>Compares the questions with those that the answers began with, and notes them for a file that has none.</summary>
    /// <exception cref="DataException">They are others.</exception>
    public void Check(string file, string data)
    {
        var known = File.Exists(_path) ? NoteFile.Read<SortedDictionary<string, string>>(_path) : [];
        var hash = HashOf(data);
        var name = file.Replace('\\', '/');
        if (known.GetValueOrDefault(name) is { } before)
        {
            if (before == hash) return;
            if (File.Exists(Path.Combine(folder, file)))
                throw new DataException($"{Path.Combine(folder, file)}: the answers here are to other questions than those of {data}; choose another --out or --name, or delete the folder");
        }

        known[name] = hash;
        NoteFile.Write(_path, known);
    }

    private static string HashOf(string data)
    {
        using var stream = File.OpenRead(data);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
