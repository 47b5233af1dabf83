using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ToolZero.Actors.Coordinator;
using ToolZero.Web.Tests.Support;

namespace ToolZero.Web.Tests.Api;

public sealed class ApiSpecs : IAsyncLifetime, IAsyncDisposable
{
    private WebBench _bench = null!;

    public async Task InitializeAsync() => _bench = await WebBench.Start(b => b.Node("west", 2));

    public async Task DisposeAsync() => await ((IAsyncDisposable)this).DisposeAsync();

    ValueTask IAsyncDisposable.DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_query_is_answered_with_the_JSON_of_toolzero_admin()
    {
        var status = await WebBench.Json(await _bench.Get("/api/v1/status"));
        Assert.Equal("running", status.GetProperty("phase").GetString());
        Assert.Equal("rollouts of step 12", status.GetProperty("waitingFor").GetString());
        Assert.Equal("1e-4", status.GetProperty("settings")[0].GetProperty("value").GetString());
        Assert.Equal(2, (await WebBench.Json(await _bench.Get("/api/v1/workers"))).GetProperty("workers").GetArrayLength());
        Assert.Equal("west", (await WebBench.Json(await _bench.Get("/api/v1/nodes"))).GetProperty("nodes")[0].GetProperty("member").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_command_is_applied_and_audited_with_name_and_origin()
    {
        using var applied = await _bench.Post("/api/v1/pause", change: r => r.Headers.Add("X-Operator", "ada"));
        Assert.Equal(HttpStatusCode.OK, applied.StatusCode);
        var body = await WebBench.Json(applied);
        Assert.Equal(("applied", 12L, "paused"), (body.GetProperty("outcome").GetString(), body.GetProperty("step").GetInt64(), body.GetProperty("after").GetString()));
        Assert.Equal(1, _bench.Run.Asked<CoordinatorProtocol.Pause>());
        var entry = (await _bench.Audit(e => e.Length == 1 && e[0].GetProperty("outcome").GetString() == "applied"))[0];
        Assert.Equal("ada (http 127.0.0.1)", entry.GetProperty("operator").GetString());
        Assert.Equal("pause", entry.GetProperty("command").GetString());
    }

    [Fact]
    public async Task Arguments_of_commands_reach_the_run()
    {
        using var set = await _bench.Post("/api/v1/set", new { key = "learner.learning-rate", value = "2e-4" });
        using var rollback = await _bench.Post("/api/v1/rollback", new { step = 10 });
        using var drain = await _bench.Post("/api/v1/drain");
        Assert.All([set, rollback, drain], r => Assert.Equal(HttpStatusCode.OK, r.StatusCode));
        Assert.Contains(new CoordinatorProtocol.SetValue("learner.learning-rate", "2e-4"), _bench.Run.Heard);
        Assert.Contains(new CoordinatorProtocol.Rollback(10), _bench.Run.Heard);
        Assert.Equal("drained by unnamed (http 127.0.0.1)", _bench.Run.Heard.OfType<CoordinatorProtocol.Drain>().Single().Reason);
        using var scale = await _bench.Post("/api/v1/scale", new { role = "rollout", count = 3 });
        Assert.Equal("3 rollout workers", (await WebBench.Json(scale)).GetProperty("after").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("what an outsider guesses")]
    [InlineData("")]
    public async Task Who_does_not_show_the_secret_is_refused(string? secret)
    {
        using var refused = await _bench.Post("/api/v1/stop", secret: secret);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Authorization: Bearer", (await WebBench.Json(refused)).GetProperty("remedy").GetString());
        Assert.Empty(_bench.Run.Heard);
    }

    [Fact]
    public async Task A_wrong_secret_is_in_the_audit_trail()
    {
        using var refused = await _bench.Post("/api/v1/stop", secret: "what an outsider guesses", change: r => r.Headers.Add("X-Operator", "mallory"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        var entry = (await _bench.Audit(e => e.Length > 0))[0];
        Assert.Equal(("mallory (http 127.0.0.1)", "denied"), (entry.GetProperty("operator").GetString(), entry.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task What_the_run_refuses_is_a_conflict_that_says_why()
    {
        _bench.Run.Answer = m => m is CoordinatorProtocol.IOperatorCommand ? new CoordinatorProtocol.CommandResult(false, 12, "", "", "the run is paused already") : null;
        using var refused = await _bench.Post("/api/v1/pause");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("the run is paused already", (await WebBench.Json(refused)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_command_that_takes_longer_than_its_caller_waits_is_accepted_and_says_what_it_waits_for()
    {
        _bench.Run.Answer = m => m is CoordinatorProtocol.GetStatus ? Actors.Tests.Admin.Support.ScriptedRun.Status() : null;
        using var overdue = await _bench.Post("/api/v1/checkpoint?timeout=0.2");
        Assert.Equal(HttpStatusCode.Accepted, overdue.StatusCode);
        Assert.Contains("rollouts of step 12", (await WebBench.Json(overdue)).GetProperty("waitingFor").GetString());
    }

    [Theory]
    [InlineData("/api/v1/set", """{"key":"learner.learning-rat","value":"1"}""", 400, "there is no key")]
    [InlineData("/api/v1/scale", """{"role":"rollouts","count":2}""", 400, "there is no role")]
    [InlineData("/api/v1/scale", """{"role":"rollout","count":-1}""", 400, "expected a number")]
    [InlineData("/api/v1/scale", """{"role":"rollout","cuont":1}""", 400, "cuont")]
    [InlineData("/api/v1/scale", """{"role":"rollout","count":"many"}""", 400, "could not be converted")]
    [InlineData("/api/v1/scale", "{", 400, "Expected depth to be zero")]
    [InlineData("/api/v1/rollback", "", 400, "")]
    [InlineData("/api/v1/pause?timeout=0", "", 400, "timeout=0")]
    [InlineData("/api/v1/pause?timeout=NaN", "", 400, "timeout=NaN")]
    [InlineData("/api/v1/halt", "", 404, "no such command")]
    [InlineData("/api/v1/status", "", 405, "not with this method")]
    public async Task Bad_input_gets_a_problem_with_what_and_remedy(string path, string body, int status, string detail)
    {
        using var refused = await _bench.Post(path, change: r =>
        {
            if (body.Length > 0) r.Content = new StringContent(body, Encoding.UTF8, "application/json");
        });
        Assert.Equal(status, (int)refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        var problem = await WebBench.Json(refused);
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", problem.GetProperty("remedy").GetString());
        Assert.DoesNotContain(_bench.Run.Heard, m => m is CoordinatorProtocol.IOperatorCommand);
    }

    [Fact]
    public async Task Bodies_are_bounded_and_JSON()
    {
        using var large = await _bench.Post("/api/v1/set", new { key = "learner.learning-rate", value = new string('1', 20_000) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using var form = await _bench.Post("/api/v1/set", change: r => r.Content = new StringContent("key=a", MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded")));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.StatusCode);
        Assert.Contains("Content-Type", (await WebBench.Json(form)).GetProperty("remedy").GetString());
    }

    [Fact]
    public async Task An_address_that_asks_too_often_has_to_wait()
    {
        for (var end = DateTimeOffset.UtcNow + WebBench.Patience; ;)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => _bench.Get("/api/v1/session")));
            if (answers.FirstOrDefault(a => a.StatusCode == HttpStatusCode.TooManyRequests) is { } limited)
            {
                Assert.True(limited.Headers.RetryAfter?.Delta > TimeSpan.Zero);
                Assert.Contains("Retry-After", (await WebBench.Json(limited)).GetProperty("remedy").GetString());
                return;
            }

            Assert.True(DateTimeOffset.UtcNow < end, "no request was limited");
        }
    }
}
