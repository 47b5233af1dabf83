using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using ToolZero.Actors.Admin;
using ToolZero.Web.SignIn;

namespace ToolZero.Web.Api;

/// <summary>Every command of <c>toolzero admin</c> as a route. Its words go to the cluster, which reads them by its own table.</summary>
internal static class ApiRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        Query<StatusAnswer>(api, "status");
        Query<NodesAnswer>(api, "nodes");
        Query<WorkersAnswer>(api, "workers");
        Query<RolloutsAnswer>(api, "rollouts");
        Query<LedgerAnswer>(api, "ledger");
        Rows<SamplesAnswer>(api, "samples");
        Rows<AuditAnswer>(api, "audit");
        Answer<QuarantineAnswer>(api.MapGet("/quarantine", ([AsParameters] ApiCall call) => call.Give("quarantine", "list")), "quarantine", "The groups that were given up.");

        Command(api, "pause");
        Command(api, "resume");
        Command(api, "checkpoint");
        Command(api, "stop");
        Outcome(api.MapPost("/drain", (DrainBody? body, [AsParameters] ApiCall call) => call.Give(["drain", .. Given(body?.Target)])), "drain");
        Outcome(api.MapPost("/add", (AddBody body, [AsParameters] ApiCall call) => call.Give(["add", body.Role, .. Given(body.Node)])), "add");
        Outcome(api.MapPost("/remove", (RemoveBody body, [AsParameters] ApiCall call) => call.Give("remove", body.Worker)), "remove");
        Outcome(api.MapPost("/scale", (ScaleBody body, [AsParameters] ApiCall call) => call.Give("scale", $"{body.Role}={Number(body.Count)}")), "scale");
        Outcome(api.MapPost("/rollback", (RollbackBody body, [AsParameters] ApiCall call) => call.Give("rollback", Number(body.Step))), "rollback");
        Outcome(api.MapPost("/set", (SetBody body, [AsParameters] ApiCall call) => call.Give("set", body.Key, body.Value)), "set");
        Outcome(api.MapPost("/quarantine/retry", (GroupsBody? body, [AsParameters] ApiCall call) => call.Give(["quarantine", "retry", .. Groups(body)])), "quarantine", "retry", "Train quarantined groups after all.");
        Outcome(api.MapPost("/quarantine/drop", (GroupsBody? body, [AsParameters] ApiCall call) => call.Give(["quarantine", "drop", .. Groups(body)])), "quarantine", "drop", "Give quarantined groups up for good.");

        api.MapGet("/session", (HttpContext http, IAntiforgery forms) => TypedResults.Ok(new SessionBody(
                http.User.Identity?.Name ?? "",
                http.User.Identity?.AuthenticationType == Schemes.Session ? forms.GetAndStoreTokens(http).RequestToken ?? "" : "")))
            .WithName("session").WithSummary("Who you are here, and the token that commands of a browser's session need.");
    }

    private static void Query<TAnswer>(RouteGroupBuilder api, string verb) =>
        Answer<TAnswer>(api.MapGet($"/{verb}", ([AsParameters] ApiCall call) => call.Give(verb)), verb, Summary(verb));

    private static void Rows<TAnswer>(RouteGroupBuilder api, string verb) => Answer<TAnswer>(
        api.MapGet($"/{verb}", ([FromQuery, Description("Rows, 1 to 100.")] int? count, [AsParameters] ApiCall call) => call.Give([verb, .. count is { } n ? [Number(n)] : ImmutableArray<string>.Empty])),
        verb,
        Summary(verb));

    private static void Command(RouteGroupBuilder api, string verb) => Outcome(api.MapPost($"/{verb}", ([AsParameters] ApiCall call) => call.Give(verb)), verb);

    private static void Answer<TAnswer>(RouteHandlerBuilder route, string verb, string summary) => route.WithName(verb).WithSummary(summary).Produces<TAnswer>();

    private static void Outcome(RouteHandlerBuilder route, string verb, string part = "", string? summary = null) => route
        .WithName(part.Length == 0 ? verb : $"{verb}-{part}")
        .WithSummary(summary ?? Summary(verb))
        .Produces<AppliedBody>()
        .Produces<OverdueBody>(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static string Summary(string verb) => AdminVerbs.Find(verb)!.Summary;

    private static ImmutableArray<string> Given(string? word) => word is null ? [] : [word];

    private static IEnumerable<string> Groups(GroupsBody? body) => (body?.Groups ?? []).Select(g => Number(g));

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
