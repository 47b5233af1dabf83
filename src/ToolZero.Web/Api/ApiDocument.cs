using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ToolZero.Actors.Hosting;
using ToolZero.Web.SignIn;

namespace ToolZero.Web.Api;

/// <summary>What the document of the API says beside its routes.</summary>
internal static class ApiDocument
{
    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = route => route.RelativePath?.StartsWith(ApiFeature.Root[1..], StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "ToolZero operators' API",
                Version = ProductVersion.Text,
                Description = "The commands of  toolzero admin : a command has been applied when the answer says so; 202 is one that is not in force yet and stays asked for.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Schemes.Secret] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The cluster's secret." },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Schemes.Secret, document)] = [] }];
            return Task.CompletedTask;
        });
    }
}
