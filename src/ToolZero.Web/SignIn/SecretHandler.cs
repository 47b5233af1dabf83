using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ToolZero.Web.Operators;

namespace ToolZero.Web.SignIn;

/// <summary><c>Authorization: Bearer SECRET</c>.</summary>
internal sealed class SecretHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, OperatorDesk desk)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header) || !header.Scheme.Equals(Schemes.Secret, StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(AuthenticateResult.NoResult());
        string? name = Request.Headers[OperatorIdentity.NameHeader];
        if (desk.IsSecret(header.Parameter))
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(OperatorIdentity.Principal(name, Context.Address(), Schemes.Secret, ""), Scheme.Name)));
        desk.Denounce(OperatorIdentity.Signature(name, Context.Address()));
        return Task.FromResult(AuthenticateResult.Fail("another secret"));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = Schemes.Secret;
        return Task.CompletedTask;
    }
}
