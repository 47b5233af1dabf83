using System.Net;
using System.Net.Sockets;
using ToolZero.Cli.Hosting;
using ToolZero.Cli.Tests.Support;

namespace ToolZero.Cli.Tests.Commands;

/// <summary>Nodes that answer are asked in the end-to-end tests of the chart and of the images.</summary>
public sealed class HealthCommandSpecs
{
    [Theory]
    [InlineData("toolzero: well is no question: expected live, ready, startup", "health", "well")]
    [InlineData("toolzero: --at 127.0.0.1:4080: expected http:// or https:// with host and port, such as https://127.0.0.1:4080", "health", "--at", "127.0.0.1:4080")]
    [InlineData("toolzero: --at http://west:4080/metrics: expected http:// or https:// with host and port, such as https://127.0.0.1:4080", "health", "ready", "--at", "http://west:4080/metrics")]
    public async Task A_wrong_question_or_address_is_one_line(string line, params string[] args)
    {
        var run = await CommandRun.Of(args);
        Assert.Equal((ExitCodes.BadInput, line + Environment.NewLine), (run.Code, run.Error));
    }

    [Fact]
    public async Task A_node_that_does_not_answer_is_red()
    {
        var run = await CommandRun.Of("health", "--at", $"http://127.0.0.1:{FreePort()}");
        Assert.Equal(ExitCodes.Failed, run.Code);
        Assert.Contains(": live is red: it does not answer (Connection refused", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
