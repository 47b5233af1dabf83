using ToolZero.Bench;
using ToolZero.Bench.Output;
using ToolZero.Core.Data;

try
{
    var options = BenchOptions.Parse(args);
    if (options.Help)
    {
        await Console.Out.WriteLineAsync(BenchOptions.Usage);
        return 0;
    }

    var report = BenchRun.Run(options, name => Console.Error.WriteLine($"bench: {name} ..."));
    await Console.Out.WriteLineAsync(options.Json ? JsonReport.Render(report) : TableReport.Render(report));
    return 0;
}
catch (DataException e)
{
    await Console.Error.WriteLineAsync($"bench: {e.Message}");
    return 2;
}
