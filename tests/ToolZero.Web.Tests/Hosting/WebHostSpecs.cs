using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ToolZero.Core.Data;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Web.Hosting;
using ToolZero.Web.Tests.Support;

namespace ToolZero.Web.Tests.Hosting;

/// <summary>The server itself, over real sockets.</summary>
public sealed class WebHostSpecs
{
    private static ImmutableArray<IWebFeature> Only(Delegate answer) => [new Feature(answer)];

    [Fact]
    public async Task Port_0_is_one_from_the_kernel_and_its_address_is_told()
    {
        await using var node = await TestNode.Start(features: Only(() => "hello"));
        Assert.Equal(("http", "127.0.0.1"), (node.Address.Scheme, node.Address.Host));
        Assert.NotEqual(0, node.Address.Port);
        using var answer = await node.Get("/it");
        Assert.Equal("hello", await answer.Content.ReadAsStringAsync());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Endpoints_know_their_node()
    {
        await using var node = await TestNode.Start(roles: ["learner"], features: Only((WebContext context) => $"{context.Id.Name} {string.Join(',', context.Roles)} {context.IsOpen}"));
        using var answer = await node.Get("/it");
        Assert.Equal("west learner False", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task With_a_certificate_it_speaks_HTTPS_and_nothing_else()
    {
        using var authority = new TestAuthority(TestNode.AuthorityName);
        await using var node = await TestNode.Start(features: Only(() => "hello"), authority: authority);
        Assert.Equal("https", node.Address.Scheme);
        using var answer = await node.Get("/it");
        Assert.Equal("hello", await answer.Content.ReadAsStringAsync());
        using var plain = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetStringAsync(new UriBuilder(node.Address) { Scheme = "http", Path = "/it" }.Uri));
    }

    [Fact]
    public async Task On_loopback_it_answers_to_names_of_loopback_alone()
    {
        await using var node = await TestNode.Start(features: Only(() => "hello"));
        foreach (var (host, expected) in new[] { ("localhost", HttpStatusCode.OK), ("127.0.0.1", HttpStatusCode.OK), ("rebound.example", HttpStatusCode.BadRequest) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, "/it"));
            request.Headers.Host = host;
            using var answer = await node.Send(request);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_failing_endpoint_says_500_and_no_more_and_the_next_request_is_served()
    {
        await using var node = await TestNode.Start(features: Only((bool? fails) => fails == true ? throw new InvalidOperationException("inside") : "hello"));
        using var failed = await node.Get("/it?fails=true");
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Empty(await failed.Content.ReadAsStringAsync());
        using var answer = await node.Get("/it");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        await using var node = await TestNode.Start(features: [new Feature(async (HttpRequest request) => { await request.Body.CopyToAsync(Stream.Null); return "read"; }, post: true)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, "/it")) { Content = new ByteArrayContent(new byte[(1 << 20) + 1]) };
        using var answer = await node.Send(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_in_one_line()
    {
        await using var node = await TestNode.Start(features: Only(() => "hello"));
        var error = await Assert.ThrowsAsync<DataException>(() => TestNode.Start(http: node.Address.Authority));
        Assert.StartsWith($"--http {node.Address.Authority}: another process listens there", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_refused_in_one_line()
    {
        var error = await Assert.ThrowsAsync<DataException>(() => TestNode.Start(http: "192.0.2.1:4080"));
        Assert.StartsWith("--http 192.0.2.1:4080: cannot listen there", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposed_it_listens_no_more_and_a_request_on_its_way_is_finished()
    {
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var node = await TestNode.Start(features: Only(async () =>
        {
            begun.SetResult();
            await go.Task;
            return "finished";
        }));
        var onItsWay = node.Get("/it");
        await begun.Task;
        var stopping = node.Host.DisposeAsync().AsTask();
        go.SetResult();
        using (var answer = await onItsWay) Assert.Equal("finished", await answer.Content.ReadAsStringAsync());
        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => node.Get("/it"));
        await node.System.Terminate();
    }

    private sealed class Feature(Delegate answer, bool post = false) : IWebFeature
    {
        public void Map(IEndpointRouteBuilder endpoints, WebContext context) => endpoints.MapMethods("/it", [post ? "POST" : "GET"], answer);
    }
}
