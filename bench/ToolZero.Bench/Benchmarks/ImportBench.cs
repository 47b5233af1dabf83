using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Bench.Measurement;
using ToolZero.Core.Data;
using ToolZero.Core.Data.Preparation;
using ToolZero.Core.Formats;
using ToolZero.Core.Tools;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Bench.Benchmarks;

/// <summary>Megabytes of data files that an import reads, checks and writes in a second: own rows, and xLAM's, whose tools and answers are JSON inside texts.</summary>
internal sealed class ImportBench : IBench
{
    private const double LeastMegabytesPerSecond = 20;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Name => "import";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        var folder = Directory.CreateTempSubdirectory("toolzero-bench-");
        try
        {
            var tasks = ToolWorldGenerator.Generate(ToolWorldSplit.Training, seed: 1, 20_000);
            var own = Path.Combine(folder.FullName, "own.jsonl");
            ToolTaskJsonLines.Write(own, tasks);
            var xlam = Path.Combine(folder.FullName, "xlam.json");
            File.WriteAllText(xlam, $"[\n{string.Join(",\n", tasks.Select(Xlam))}\n]\n");
            foreach (var (name, file) in new[] { ("own rows", own), ("xLAM", xlam) })
            {
                var output = Path.Combine(folder.FullName, "out.jsonl");
                var best = Interleaved.Best(context.Rounds, () => context.Clock.Time(() => Import(file, output, tasks.Length)));
                yield return new Figure($"import of {name}", new FileInfo(file).Length / 1e6 / best[0], "MB/s", Target.Least(LeastMegabytesPerSecond));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Import(string file, string output, int expected)
    {
        var report = new DataImport(ImportSettings.Default, row => throw new InvalidOperationException(row.ToString()), _ => { }).Run([file], output, CancellationToken.None);
        if (report.Written[output] != expected) throw new InvalidOperationException($"{file}: {report.Written[output]} of {expected} tasks were written");
    }

    private static string Xlam(ToolTask task, int id) => JsonSerializer.Serialize(
        new
        {
            id,
            query = task.Messages[^1].Content,
            answers = ToolN1Calls.Instance.Write(task.Reference),
            tools = ToolSchemaJson.Write(task.Tools),
        },
        Json);
}
