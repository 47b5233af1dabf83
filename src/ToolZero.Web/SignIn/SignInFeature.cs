using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ToolZero.Actors.Clustering;
using ToolZero.Web.Hosting;
using ToolZero.Web.Operators;

namespace ToolZero.Web.SignIn;

/// <summary>
/// Lets operators in: programs with the secret in each request, browsers with a cookie that they get for it. Everything is forgotten with the
/// process: keys are in memory only, and a node that starts anew asks for the secret again.
/// </summary>
internal sealed class SignInFeature : IWebFeature
{
    private const string CookieName = "toolzero-session";
    private const string FormCookieName = "toolzero-form";

    public void Add(IServiceCollection services, WebContext context)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton<OperatorDesk>().AddSingleton<Sessions>().AddRateLimiter(Limits.Configure);
        services.AddAntiforgery(form =>
        {
            form.Cookie.Name = FormCookieName;
            form.Cookie.SameSite = SameSiteMode.Strict;
            form.HeaderName = "X-Form-Token";
        });
        services.AddAuthorization().AddRazorComponents();
        services.AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, any => any.ForwardDefaultSelector = http => http.Request.Headers.Authorization.Count > 0 ? Schemes.Secret : Schemes.Session)
            .AddScheme<AuthenticationSchemeOptions, SecretHandler>(Schemes.Secret, null)
            .AddCookie(Schemes.Session, cookie =>
            {
                cookie.Cookie.Name = CookieName;
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Strict;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.ExpireTimeSpan = Sessions.Lifetime;
                cookie.SlidingExpiration = false;
                cookie.LoginPath = SignInEndpoints.SignIn;
                cookie.Events.OnValidatePrincipal = Validate;
                cookie.Events.OnRedirectToLogin = Refuse;
            });
    }

    public void Use(IApplicationBuilder app, WebContext context) => app
        .Use(SecurityHeaders.Invoke)
        .Use(OriginGuard.Invoke)
        .UseRateLimiter()
        .UseAuthentication()
        .UseAuthorization()
        .UseAntiforgery();

    /// <summary>Other nodes have nothing to be signed in to.</summary>
    public void Map(IEndpointRouteBuilder endpoints, WebContext context)
    {
        if (context.Has(NodeRoles.Coordinator)) SignInEndpoints.Map(endpoints);
    }

    /// <summary>A page leads to the form; a program is told.</summary>
    private static Task Refuse(RedirectContext<CookieAuthenticationOptions> login)
    {
        if (login.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)) login.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else login.Response.Redirect(SignInEndpoints.SignIn);
        return Task.CompletedTask;
    }

    private static async Task Validate(CookieValidatePrincipalContext cookie)
    {
        var sessions = cookie.HttpContext.RequestServices.GetRequiredService<Sessions>();
        if (cookie.Principal is { } user && sessions.IsOpen(user.Session())) return;
        cookie.RejectPrincipal();
        await cookie.HttpContext.SignOutAsync(Schemes.Session);
    }
}
