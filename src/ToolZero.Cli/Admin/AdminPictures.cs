using Spectre.Console;
using Spectre.Console.Rendering;
using ToolZero.Actors.Admin;
using ToolZero.Core.Charts;

namespace ToolZero.Cli.Admin;

/// <summary>Answers as pictures for a terminal; the same pictures without colours are the plain output.</summary>
internal static class AdminPictures
{
    private const int WideTask = 40;

    public static IRenderable Of(AdminAnswer answer, int width) => new Rows(
        answer switch
        {
            StatusAnswer status => StatusPicture.Of(status, width),
            NodesAnswer nodes => Nodes(nodes),
            WorkersAnswer workers => Workers(workers),
            RolloutsAnswer rollouts => Rollouts(rollouts),
            LedgerAnswer ledger => Ledger(ledger),
            SamplesAnswer samples => Samples(samples),
            QuarantineAnswer quarantine => Quarantine(quarantine),
            AuditAnswer audit => Audit(audit),
            _ => new Text($"an answer of a later release: {answer.GetType().Name}"),
        },
        Foot(answer));

    private static IRenderable Nodes(NodesAnswer answer) => AdminTable.Of(
        ["node", "address", "status", "roles", ">cores", ">memory free", ">process", "devices", "workers"],
        answer.Nodes.Select(n => new[]
        {
            AdminTable.Name(n.Member.Name),
            n.Member.Address,
            AdminTable.Status(n.Draining ? "draining" : n.Member.Status),
            string.Join(", ", n.Member.Roles),
            n.Resources is { } r ? Figures.Whole(r.Cores) : AdminTable.None,
            n.Resources is { } m ? $"{Figures.Bytes(m.AvailableBytes)} of {Figures.Bytes(m.MemoryBytes)}" : AdminTable.None,
            n.Resources is { } p ? Figures.Bytes(p.ProcessBytes) : AdminTable.None,
            n.Resources is { } d ? string.Join(", ", d.Devices) : AdminTable.None,
            n.Resources is null ? AdminTable.None : string.Join(", ", n.Workers),
        }),
        "there is no node");

    private static IRenderable Workers(WorkersAnswer answer) => AdminTable.Of(
        ["worker", "kind", "health", ">restarts", "node", "incarnation"],
        answer.Workers.Select(w => new[] { AdminTable.Name(w.Name), w.Kind, AdminTable.Status(w.Health), Figures.Whole(w.Restarts), w.Node, $"[grey]{Markup.Escape(w.FullName)}[/]" }),
        "there is no worker");

    private static IRenderable Rollouts(RolloutsAnswer answer) => AdminTable.Of(
        ["worker", "does", ">since", "waits for", "leases", ">open groups", ">delivered", ">deadline", ">last heard", "node"],
        answer.Rollouts.Select(r => new[]
        {
            AdminTable.Name(r.Worker),
            AdminTable.Status(r.Leaving ? $"{r.Does}, leaving" : r.Does),
            Figures.Time(r.SinceSeconds),
            r.WaitsFor.Length == 0 ? AdminTable.None : Markup.Escape(r.WaitsFor),
            r.Leases.IsDefaultOrEmpty ? AdminTable.None : string.Join(", ", r.Leases),
            Figures.Whole(r.OpenGroups),
            Figures.Whole(r.Delivered),
            r.DeadlineSeconds is { } left ? Figures.Time(left) : AdminTable.None,
            Figures.Time(r.HeardSeconds),
            r.Node,
        }),
        "no rollout worker has asked for work yet");

    private static Rows Ledger(LedgerAnswer answer)
    {
        var rows = answer.States.Select(Row).Append(Row(answer.Duplicates) with { Style = "grey" }).Append(new LedgerLine("[bold]issued[/]", Figures.Whole(answer.Issued), "", "", "bold"));
        return new Rows(
            AdminTable.Of(["state", ">groups", ">prompt tokens", ">generated tokens"], rows.Select(r => r.Cells), ""),
            new Markup((answer.Balanced ? "[green]✓[/] the states add up to the groups issued" : "[red]✗ the states do not add up to the groups issued[/]")
                + $"; {Figures.Whole(answer.WastedTokens)} generated tokens train nothing; the newest checkpoint holds {answer.CheckpointStep} steps"));
    }

    private static LedgerLine Row(LedgerRow row) =>
        new(row.State, Figures.Whole(row.Groups), Figures.Whole(row.PromptTokens), Figures.Whole(row.GeneratedTokens), "");

    private static IRenderable Samples(SamplesAnswer answer) => answer.Samples.IsEmpty
        ? new Text("no group has been scored yet")
        : new Rows(answer.Samples.Select(s => new Panel(new Markup(
                $"{AdminTable.Printable(s.Text)}\n[grey]{Markup.Escape(string.Join("  ", s.Parts.Select(p => $"{p.Name} {Figures.Short(p.Value)}")))}[/]"))
            .Header($" g{s.Group}.{s.Index} [grey]{Markup.Escape(s.Category)} {Markup.Escape(s.Task)}[/] reward {Figures.Short(s.General)} … {Figures.Short(s.Strict)} {(s.Success ? "[green]✓ right[/]" : "[red]✗ wrong[/]")} [grey]v{s.Version} {s.Tokens} tokens, {s.Stop}[/] ")
            .Border(BoxBorder.Rounded).BorderColor(Color.Grey35).Expand()));

    private static IRenderable Quarantine(QuarantineAnswer answer) => AdminTable.Of(
        ["group", "task", ">attempts", "evidence"],
        answer.Groups.Select(g => new[]
        {
            $"g{g.Group}",
            Markup.Escape(g.Task.Length <= WideTask ? g.Task : g.Task[..WideTask] + "…"),
            Figures.Whole(g.Attempts),
            AdminTable.Printable(string.Join('\n', g.Evidence)),
        }),
        "no group is in quarantine");

    private static IRenderable Audit(AuditAnswer answer) => AdminTable.Of(
        ["when", "operator", "from", "command", "outcome", ">step", "change"],
        answer.Entries.Select(e => new[]
        {
            e.At.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
            Markup.Escape(e.Operator),
            Markup.Escape(e.Address),
            Markup.Escape(e.Command),
            AdminTable.Status(e.Outcome),
            e.Outcome == "applied" ? Figures.Whole(e.Step) : AdminTable.None,
            Markup.Escape(e.Outcome != "applied" ? e.Detail : e.Before.Length == 0 || e.Before == e.After ? e.After : $"{e.Before} → {e.After}"),
        }),
        "nothing has been commanded yet");

    /// <summary>Who is missing, and how old the answer is where that matters.</summary>
    private static Rows Foot(AdminAnswer answer)
    {
        var lines = answer.Missing.Select(m => $"[yellow]![/] {Markup.Escape(m)}").ToList();
        if (answer.AgeSeconds >= 1) lines.Add($"[grey]as of {Figures.Time(answer.AgeSeconds)} ago[/]");
        return new Rows(lines.Select(l => new Markup(l)));
    }

    private sealed record LedgerLine(string State, string Groups, string Prompt, string Generated, string Style)
    {
        public string[] Cells => Style.Length == 0 ? [State, Groups, Prompt, Generated] : [.. new[] { State, Groups, Prompt, Generated }.Select(c => c.Length == 0 ? "" : $"[{Style}]{c}[/]")];
    }
}
