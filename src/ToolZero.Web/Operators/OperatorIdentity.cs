using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using ToolZero.Actors.Admin;

namespace ToolZero.Web.Operators;

/// <summary>Who somebody is that came over HTTP. The secret is what lets in; the name is what people call themselves, for the audit trail.</summary>
internal static class OperatorIdentity
{
    /// <summary>Header with the name of an operator who shows the secret itself.</summary>
    public const string NameHeader = "X-Operator";

    /// <summary>Name of somebody who gave none.</summary>
    public const string Nameless = "unnamed";

    /// <summary>Longest name in characters.</summary>
    public const int MaxName = 24;

    private const string SignatureClaim = "toolzero:signature";
    private const string SessionClaim = "toolzero:session";

    /// <param name="name">What he calls himself.</param>
    /// <param name="address">Where he is.</param>
    /// <param name="scheme">How he was let in.</param>
    /// <param name="session">His session; "" without one.</param>
    public static ClaimsPrincipal Principal(string? name, string address, string scheme, string session) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, Named(name)), new Claim(SignatureClaim, Signature(name, address)), new Claim(SessionClaim, session)], scheme));

    /// <summary>Name and origin, as the audit trail shows them.</summary>
    public static string Signature(this ClaimsPrincipal user) => user.FindFirstValue(SignatureClaim) ?? Signature(null, "?");

    public static string Session(this ClaimsPrincipal user) => user.FindFirstValue(SessionClaim) ?? "";

    /// <summary>ada (http 10.0.0.7): at most as long as the gate takes.</summary>
    public static string Signature(string? name, string address)
    {
        var text = $"{Named(name)} (http {address})";
        return text[..Math.Min(text.Length, AdminProtocol.MaxNameLength)];
    }

    public static string Address(this HttpContext http) => http.Connection.RemoteIpAddress is { } ip ? (ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip).ToString() : "?";

    private static string Named(string? name)
    {
        var clean = string.Concat((name ?? "").Where(c => !char.IsControl(c))).Trim();
        return clean.Length == 0 ? Nameless : clean[..Math.Min(clean.Length, MaxName)];
    }
}
