using ToolZero.Cli.Tests.Evaluation;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Commands;

/// <summary>An evaluation that is killed goes on where it was.</summary>
public sealed class EvalBfclSpecs : IDisposable
{
    private const int Questions = 200;

    private readonly TemporaryFolder _folder = new();
    private readonly string _data;

    public EvalBfclSpecs() => _data = BfclFolder.Write(_folder.Path, Questions);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_while_it_answers_it_goes_on_to_the_files_of_one_that_nobody_killed()
    {
        (await ToolZeroProcess.Run(Eval("whole"))).Succeeded();
        await using (var process = ToolZeroProcess.Start(Eval("killed")))
        {
            await process.Until("the first answers are stored", () => Answers("killed") > 5);
            await process.Kill();
        }

        Assert.InRange(Answers("killed"), 6, Questions - 1);
        var resumed = (await ToolZeroProcess.Run(Eval("killed"))).Succeeded();
        Assert.DoesNotContain(resumed.Errors, line => line.StartsWith("0/", StringComparison.Ordinal));
        Assert.Equal(Files("whole"), Files("killed"));
    }

    // One answer at a time, so that there is a middle to be killed in.
    private string[] Eval(string name) =>
    [
        "eval", "bfcl", "--data", _data, "--model", TinyModel.Folder, "--out", _folder[name], "--name", "tiny", "--categories", "simple_python,irrelevance",
        "--max-tokens", "64", "--rows", "1", "--workers", "1",
    ];

    private int Answers(string name) => File.Exists(Result(name)) ? File.ReadLines(Result(name)).Count() : 0;

    private string Result(string name) => Path.Combine(_folder[name], "result", "tiny", "non_live", "BFCL_v4_simple_python_result.json");

    private SortedDictionary<string, string> Files(string name) => new(
        Directory.EnumerateFiles(_folder[name], "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(_folder[name], path), File.ReadAllText),
        StringComparer.Ordinal);
}
