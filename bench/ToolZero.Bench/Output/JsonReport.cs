using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ToolZero.Bench.Output;

/// <summary>The report for programs, and for bench/results.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Render(BenchReport report)
    {
        var machine = report.Machine;
        return new JsonObject
        {
            ["machine"] = new JsonObject
            {
                ["processor"] = machine.Processor,
                ["cores"] = machine.Cores,
                ["memoryGib"] = machine.MemoryGib,
                ["system"] = machine.System,
                ["runtime"] = machine.Runtime,
                ["libTorch"] = machine.LibTorch,
                ["blas"] = machine.Blas,
            },
            ["time"] = report.Time.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
            ["clock"] = report.Clock.ToString().ToLowerInvariant(),
            ["quick"] = report.Quick,
            ["tinyModel"] = report.TinyModel,
            ["processorShare"] = Math.Round(report.ProcessorShare, 3),
            ["figures"] = new JsonArray([.. report.Figures.Select(f => Figure(f))]),
        }.ToJsonString(Options);
    }

    private static JsonObject Figure(BenchFigure row)
    {
        var json = new JsonObject
        {
            ["bench"] = row.Bench,
            ["name"] = row.Figure.Name,
            ["value"] = double.IsFinite(row.Figure.Value) ? row.Figure.Value : null,
            ["unit"] = row.Figure.Unit,
        };
        if (row.Figure.Target is { } target)
        {
            json["target"] = new JsonObject { [target.AtLeast ? "atLeast" : "atMost"] = target.Bound };
            json["ok"] = row.Figure.Ok;
        }

        return json;
    }
}
