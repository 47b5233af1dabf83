using ToolZero.Core.Data;
using ToolZero.Core.ToolWorld;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Commands;

/// <summary>A file that is larger than the memory that the process may take.</summary>
public sealed class DataInspectSpecs : IDisposable
{
    private const long FileBytes = 40_000_000;
    private const string HeapLimit = "0x5000000"; // 80 MiB; the tasks of the file alone would take several times that.

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_large_file_is_inspected_in_little_memory()
    {
        var rows = await Write(_folder["tasks.jsonl"]);
        await using var process = ToolZeroProcess.StartWith([new("DOTNET_GCHeapHardLimit", HeapLimit)], "data", "inspect", _folder["tasks.jsonl"], "--json");
        var summary = (await process.End()).Succeeded().Json;
        Assert.Equal(rows, summary.GetProperty("tasks").GetInt32());
        Assert.Equal(0, summary.GetProperty("refusedRows").GetInt32());
    }

    /// <summary>The same tasks under other ids, again and again.</summary>
    private async Task<int> Write(string path)
    {
        const string Start = "{\"id\":\"";
        ToolTaskJsonLines.Write(_folder["some.jsonl"], ToolWorldGenerator.Generate(ToolWorldSplit.Training, 1, 500));
        var lines = await File.ReadAllLinesAsync(_folder["some.jsonl"]);
        Assert.All(lines, line => Assert.StartsWith(Start, line, StringComparison.Ordinal));
        var rows = 0;
        await using var to = new StreamWriter(path);
        for (long bytes = 0; bytes < FileBytes; rows++)
        {
            var line = $"{Start}{rows}-{lines[rows % lines.Length][Start.Length..]}";
            await to.WriteLineAsync(line);
            bytes += line.Length;
        }

        return rows;
    }
}
