using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace ToolZero.Web.Dashboard;

/// <summary>Styles, scripts and pictures of the page. They are in the assembly: a node needs no files beside it.</summary>
internal static class Assets
{
    private const string Prefix = "assets/";
    private const string Framework = "blazor.web.js";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, (byte[] Bytes, string Tag)> All = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(n => n[Prefix.Length..], Load);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet($"/{Prefix}{{name}}", Serve).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapGet($"/_framework/{Framework}", (HttpContext http) => Serve(Framework, http)).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Browsers keep it and ask whether it is still the same.</summary>
    private static IResult Serve(string name, HttpContext http)
    {
        if (!All.TryGetValue(name, out var asset)) return TypedResults.NotFound();
        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(asset.Bytes, Types[Path.GetExtension(name)], entityTag: new EntityTagHeaderValue($"\"{asset.Tag}\""));
    }

    private static (byte[] Bytes, string Tag) Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
    }
}
