using System.Net;
using System.Text.Json;
using ToolZero.Actors.Admin;
using ToolZero.Web.Tests.Support;

namespace ToolZero.Web.Tests.Api;

public sealed class ApiDocumentSpecs : IAsyncLifetime, IAsyncDisposable
{
    private WebBench _bench = null!;
    private JsonElement _document;

    public async Task InitializeAsync()
    {
        _bench = await WebBench.Start();
        _document = await WebBench.Json(await _bench.Get("/openapi/v1.json", secret: null));
    }

    public async Task DisposeAsync() => await ((IAsyncDisposable)this).DisposeAsync();

    ValueTask IAsyncDisposable.DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void It_has_every_command_of_toolzero_admin()
    {
        var words = Operations().Select(o => o.Path.Split('/')[3]).ToHashSet();
        Assert.Equal(AdminVerbs.All.Select(v => v.Name).Append("session").Order(), words.Order());
    }

    [Fact]
    public void What_asks_is_GET_and_what_changes_is_POST()
    {
        foreach (var (path, method, _) in Operations().Where(o => !o.Path.EndsWith("/session", StringComparison.Ordinal)))
        {
            string[] words = [.. path.Split('/')[3..]];
            var verb = AdminVerbs.Find(words[0])!;
            var example = words.Length > 1 ? words : words[0] == "quarantine" ? ["quarantine", "list"] : verb.Example.Split(' ');
            var command = Assert.IsType<AdminReading.Command>(AdminVerbs.Read([.. example])).Value;
            Assert.True(command.IsQuery == (method == "get"), $"{method} {path}");
        }
    }

    /// <summary>No route without its entry, no entry without its route, and both with the same method.</summary>
    [Fact]
    public async Task It_is_held_against_the_routes()
    {
        foreach (var (path, method, _) in Operations())
        {
            using var anonymous = await _bench.Send(new HttpMethod(method.ToUpperInvariant()), path, secret: null);
            Assert.True(anonymous.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} answers {anonymous.StatusCode} to somebody without the secret");
            using var other = await _bench.Send(new HttpMethod(method == "get" ? "PUT" : "DELETE"), path);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, other.StatusCode);
        }

        var routes = _bench.Routes.Where(r => r.Path.StartsWith("/api/", StringComparison.Ordinal)).Select(r => $"{r.Method.ToLowerInvariant()} {r.Path}");
        Assert.Equal(routes.Order(), Operations().Select(o => $"{o.Method} {o.Path}").Order());
    }

    [Fact]
    public void Bodies_and_answers_have_schemas()
    {
        foreach (var (path, _, operation) in Operations())
        {
            Assert.NotEqual("", operation.GetProperty("summary").GetString());
            Assert.True(operation.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").TryGetProperty("schema", out _), path);
            Assert.True(operation.GetProperty("responses").TryGetProperty("401", out _), path);
        }

        var schemas = _document.GetProperty("components").GetProperty("schemas");
        Assert.True(schemas.GetProperty("StatusAnswer").GetProperty("properties").TryGetProperty("waitingFor", out _));
        Assert.True(schemas.GetProperty("ScaleBody").GetProperty("properties").TryGetProperty("count", out _));
        Assert.Equal("bearer", _document.GetProperty("components").GetProperty("securitySchemes").GetProperty("Bearer").GetProperty("scheme").GetString());
    }

    private IEnumerable<(string Path, string Method, JsonElement Operation)> Operations() =>
        _document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => (p.Name, o.Name, o.Value)));
}
