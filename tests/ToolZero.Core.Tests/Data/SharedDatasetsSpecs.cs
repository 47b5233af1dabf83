using ToolZero.Core.Data;
using ToolZero.Core.Data.Preparation;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Data;

/// <summary>The public data sets, row by row: a task, or a refusal that names file, line, field and reason.</summary>
[Trait("Category", "Golden")]
public sealed class SharedDatasetsSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableTheory]
    [InlineData("toolrl/rlla_4k_test.jsonl", "tool-rl", 80, 1)]
    [InlineData("toolrl/rlla_4k_raw_sft.json", "tool-rl", 400, 2)]
    [InlineData("toolrl/apibank_level-1-api_processed.json", "tool-rl", 399, 0)]
    [InlineData("toolrl/apibank_level-2-api_processed.json", "tool-rl", 67, 6)]
    [InlineData("toolrl/apibank_level-3-api_processed.json", "tool-rl", 131, 0)]
    [InlineData("apibank/lv3-api-train.json", "api-bank", 907, 20)]
    [InlineData("sealtools/dev.jsonl", "seal-tools", 700, 1)]
    [InlineData("sealtools/test_in_domain.jsonl", "seal-tools", 700, 2)]
    [InlineData("sealtools/test_out_domain.jsonl", "seal-tools", 654, 4)]
    [InlineData("bfcl/BFCL_v4_simple_python.json", "bfcl", 400, 0)]
    [InlineData("bfcl/BFCL_v4_simple_java.json", "bfcl", 100, 0)]
    [InlineData("bfcl/BFCL_v4_simple_javascript.json", "bfcl", 50, 0)]
    [InlineData("bfcl/BFCL_v4_multiple.json", "bfcl", 200, 0)]
    [InlineData("bfcl/BFCL_v4_parallel.json", "bfcl", 200, 0)]
    [InlineData("bfcl/BFCL_v4_parallel_multiple.json", "bfcl", 200, 0)]
    [InlineData("bfcl/BFCL_v4_irrelevance.json", "bfcl", 240, 0)]
    [InlineData("bfcl/BFCL_v4_live_simple.json", "bfcl", 258, 0)]
    [InlineData("bfcl/BFCL_v4_live_multiple.json", "bfcl", 1053, 0)]
    [InlineData("bfcl/BFCL_v4_live_parallel.json", "bfcl", 16, 0)]
    [InlineData("bfcl/BFCL_v4_live_parallel_multiple.json", "bfcl", 24, 0)]
    [InlineData("bfcl/BFCL_v4_live_irrelevance.json", "bfcl", 884, 0)]
    [InlineData("bfcl/BFCL_v4_live_relevance.json", "bfcl", 16, 16)]
    [InlineData("bfcl/multi_turn/BFCL_v4_multi_turn_base.json", "bfcl", 200, 0)]
    [InlineData("bfcl/multi_turn/BFCL_v4_multi_turn_miss_func.json", "bfcl", 200, 1)]
    [InlineData("bfcl/multi_turn/BFCL_v4_multi_turn_miss_param.json", "bfcl", 200, 0)]
    [InlineData("bfcl/multi_turn/BFCL_v4_multi_turn_long_context.json", "bfcl", 200, 0)]
    public void A_file_imports_whole_or_each_refused_row_is_named_and_what_it_became_round_trips(string file, string format, int rows, int refused)
    {
        var path = SharedData.Require(file);
        Assert.Equal(format, DataFormats.Detect(path));
        var refusals = new List<RefusedRow>();
        var imported = Path.Combine(_folder.FullName, "imported.jsonl");
        var import = new DataImport(ImportSettings.Default, refusals.Add, _ => { });
        if (refused == rows)
        {
            Assert.Contains($"{rows} rows read, {refused} refused", Assert.Throws<DataException>(() => import.Run([path], imported, CancellationToken.None)).Message, StringComparison.Ordinal);
            return;
        }

        var report = import.Run([path], imported, CancellationToken.None);
        Assert.True(refused == refusals.Count, string.Join('\n', refusals.Take(20)));
        Assert.Equal(rows, report.Rows);
        Assert.Equal(refused, report.Refused);
        Assert.All(refusals, row => Assert.True(row is { File.Length: > 0, Line: > 0, Field.Length: > 0, Reason.Length: > 0 }));
        Assert.True(report.Written[imported] >= rows - refused);

        Assert.All(DataValidation.Run(imported, null, DataReading.Default), Assert.Null);
        var again = Path.Combine(_folder.FullName, "again.jsonl");
        new DataImport(ImportSettings.Default, refusals.Add, _ => { }).Run([imported], again, CancellationToken.None);
        Assert.True(File.ReadAllBytes(imported).AsSpan().SequenceEqual(File.ReadAllBytes(again)));
    }
}
