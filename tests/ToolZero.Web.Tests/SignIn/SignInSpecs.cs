using System.Net;
using System.Text.RegularExpressions;
using ToolZero.Web.Tests.Support;

namespace ToolZero.Web.Tests.SignIn;

public sealed partial class SignInSpecs : IAsyncLifetime, IAsyncDisposable
{
    private WebBench _bench = null!;

    public async Task InitializeAsync() => _bench = await WebBench.Start();

    public async Task DisposeAsync() => await ((IAsyncDisposable)this).DisposeAsync();

    ValueTask IAsyncDisposable.DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task The_secret_opens_a_session_whose_cookie_no_script_and_no_other_site_gets()
    {
        using var entered = await Enter(WebBench.Secret);
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        Assert.Equal("/", entered.Headers.Location?.OriginalString);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("toolzero-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        var session = await WebBench.Json(await _bench.Get("/api/v1/session", secret: null));
        Assert.Equal("ada", session.GetProperty("operator").GetString());
    }

    [Fact]
    public async Task A_wrong_secret_opens_nothing_and_is_audited()
    {
        using var refused = await Enter("what an outsider guesses");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("not the secret", await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await _bench.Get("/api/v1/status", secret: null)).StatusCode);
        var entry = (await _bench.Audit(e => e.Length > 0))[0];
        Assert.Equal(("ada (http 127.0.0.1)", "denied"), (entry.GetProperty("operator").GetString(), entry.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task The_form_needs_its_token()
    {
        using var forged = await _bench.Client.PostAsync(new Uri("/sign-in", UriKind.Relative), new FormUrlEncodedContent(new Dictionary<string, string> { ["secret"] = WebBench.Secret }));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
    }

    [Fact]
    public async Task A_command_of_a_session_needs_the_token_too()
    {
        using var entered = await Enter(WebBench.Secret);
        using var forged = await _bench.Post("/api/v1/pause", secret: null);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Equal("urn:toolzero:forged", (await WebBench.Json(forged)).GetProperty("type").GetString());
        var token = (await WebBench.Json(await _bench.Get("/api/v1/session", secret: null))).GetProperty("formToken").GetString();
        using var applied = await _bench.Post("/api/v1/pause", secret: null, change: r => r.Headers.Add("X-Form-Token", token));
        Assert.Equal(HttpStatusCode.OK, applied.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task What_a_page_of_another_site_sends_is_refused(string header, string value)
    {
        using var entered = await Enter(WebBench.Secret);
        using var command = await _bench.Post("/api/v1/pause", change: r => r.Headers.Add(header, value));
        Assert.Equal(HttpStatusCode.Forbidden, command.StatusCode);
        using var socket = await _bench.Send(HttpMethod.Get, "/_blazor", secret: null, change: r =>
        {
            r.Headers.Add(header, value);
            r.Headers.Add("Upgrade", "websocket");
            r.Headers.Add("Connection", "Upgrade");
        });
        Assert.Equal(HttpStatusCode.Forbidden, socket.StatusCode);
        Assert.Empty(_bench.Run.Heard);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_all_who_have_its_cookie()
    {
        using var entered = await Enter(WebBench.Secret);
        var kept = _bench.Cookies.GetCookies(_bench.Address).Single(c => c.Name == "toolzero-session").Value;
        var token = (await WebBench.Json(await _bench.Get("/api/v1/session", secret: null))).GetProperty("formToken").GetString();
        using var forged = await _bench.Client.PostAsync(new Uri("/sign-out", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using var left = await _bench.Post("/sign-out", secret: null, change: r => r.Headers.Add("X-Form-Token", token));
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        _bench.Cookies.Add(_bench.Address, new Cookie("toolzero-session", kept));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _bench.Get("/api/v1/status", secret: null)).StatusCode);
    }

    [Fact]
    public async Task Nothing_may_run_in_a_page_that_is_not_a_file_of_this_node()
    {
        using var page = await _bench.Client.GetAsync(new Uri("/sign-in", UriKind.Relative));
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("style-src 'self';", policy);
        Assert.DoesNotContain("unsafe", policy);
        var html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotMatch(@"<script(?![^>]*\bsrc=)", html);
        Assert.DoesNotMatch(@"\sstyle=|\son[a-z]+=|<style", html);
    }

    [Fact]
    public async Task Attempts_to_sign_in_are_bounded()
    {
        for (var end = DateTimeOffset.UtcNow + WebBench.Patience; ;)
        {
            using var attempt = await Enter("what an outsider guesses");
            if (attempt.StatusCode == HttpStatusCode.TooManyRequests) return;
            Assert.True(DateTimeOffset.UtcNow < end, "no attempt was limited");
        }
    }

    private async Task<HttpResponseMessage> Enter(string secret)
    {
        var form = await _bench.Client.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        var token = FormToken().Match(form).Groups[1].Value;
        Assert.NotEqual("", token);
        return await _bench.Client.PostAsync(new Uri("/sign-in", UriKind.Relative), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token,
            ["name"] = "ada",
            ["secret"] = secret,
        }));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
