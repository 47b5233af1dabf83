using System.Collections.Immutable;
using System.CommandLine;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Kubernetes;
using ToolZero.Cli.Cluster;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;
using ToolZero.Web.Health;
using ToolZero.Web.Hosting;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero node</c>: one process of a cluster.</summary>
internal static class NodeCommand
{
    private static readonly KeyKind.Duration JoinTimes = new(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));

    public static Command Create(CommandContext context)
    {
        var roles = new Option<string>("--role") { Description = $"What it does: {string.Join(", ", NodeRoles.All)}, or several with commas between.", HelpName = "ROLE[,ROLE]", Required = true };
        var join = new Option<string[]>("--join") { Description = "A node of the cluster to join, may be repeated. Without it a coordinator starts a cluster.", HelpName = "HOST:PORT" };
        var within = new Option<string>("--join-within") { Description = "How long to wait for a cluster to join. Default 30s.", HelpName = "TIME", DefaultValueFactory = _ => "30s" };
        var host = new Option<string>("--host") { Description = "Address to listen on. Default 127.0.0.1; beyond loopback TLS and a secret are needed.", HelpName = "HOST", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = $"Port to listen on. Default {ClusterAddress.DefaultPort}.", HelpName = "PORT", DefaultValueFactory = _ => ClusterAddress.DefaultPort };
        var publicHost = new Option<string?>("--public-host") { Description = "What other nodes reach this one by, where that is not --host.", HelpName = "HOST" };
        var publicPort = new Option<int?>("--public-port") { Description = "Port that other nodes reach this one by, where that is not --port.", HelpName = "PORT" };
        var node = new Option<string?>("--name") { Description = "Name of the node, unique in the cluster. Default: its first role and port.", HelpName = "NAME" };
        var certificate = new Option<string?>("--tls-certificate") { Description = "Certificate with key (.pfx); all nodes show one and check that of the others.", HelpName = "FILE" };
        var password = new Option<string?>("--tls-password-file") { Description = "File with the password of the certificate.", HelpName = "FILE" };
        var secret = new Option<string?>("--secret-file") { Description = "File with the secret that operators share; readable by its owner only.", HelpName = "FILE" };
        var log = new Option<string?>("--log") { Description = "File for the log of the actors, - for standard output. Default: logs/NAME.log in the run folder of a coordinator, standard error of others.", HelpName = "FILE" };
        var http = new Option<string?>(WebSettings.Option) { Description = $"Answer over HTTP here. Port {WebSettings.DefaultPort} if none is given, any free one for 0. With a certificate it is HTTPS; beyond loopback that and a secret are needed.", HelpName = "HOST:PORT" };
        var longestStep = new Option<string?>(HealthSettings.LongestStepOption) { Description = "A learner or rollout worker that is at one piece of work for longer is frozen: the node is not alive. Default 30m.", HelpName = "DURATION" };
        var leastFree = new Option<string?>(HealthSettings.LeastFreeOption) { Description = "With less room where the run is written the node is not ready. Default 64MiB.", HelpName = "SIZE" };
        var stay = new Option<bool>("--stay") { Description = "Keep the cluster up when the run has ended." };
        var pods = new Option<string?>("--kubernetes-rollouts") { Description = "In a pod of a coordinator: the StatefulSet of the rollout pods, which  admin scale rollout=N  then changes.", HelpName = "NAME" };
        var podWorkers = new Option<int>("--kubernetes-rollout-workers") { Description = "Rollout workers of each of its pods. Default 1.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var supervised = new Option<bool>("--supervised") { Description = "Started by another process: commands come on standard input, its end ends the node.", Hidden = true };
        var training = new TrainingOptions(isNode: true);
        var command = new Command("node", "Run one process of a cluster until the run ends or it is told to stop.");
        foreach (var option in new Option[] { roles, join, within, host, port, publicHost, publicPort, node, certificate, password, secret, log, http, longestStep, leastFree, stay, pods, podWorkers, supervised }) command.Options.Add(option);
        training.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var words = parsed.GetRequiredValue(roles).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToImmutableArray();
            if (parsed.GetValue(port) is not (> 0 and < 65536) and var wrong) throw new DataException($"--port {wrong}: expected 1 to 65535");
            if (parsed.GetValue(publicPort) is { } mapped and not (> 0 and < 65536)) throw new DataException($"--public-port {mapped}: expected 1 to 65535");
            if (JoinTimes.Read(parsed.GetRequiredValue(within)) is not TimeSpan patience) throw new DataException($"--join-within {parsed.GetValue(within)}: expected {JoinTimes.Expected}");
            var settings = new NodeSettings(
                parsed.GetValue(node) ?? $"{words.FirstOrDefault("node")}-{parsed.GetValue(port)}",
                words,
                new ClusterAddress(parsed.GetRequiredValue(host), parsed.GetValue(port)),
                [.. (parsed.GetValue(join) ?? []).Select(a => ClusterAddress.Parse(a, "--join"))])
            {
                JoinDeadline = patience,
                PublicHost = parsed.GetValue(publicHost),
                PublicPort = parsed.GetValue(publicPort),
                Tls = parsed.GetValue(certificate) is { } file ? new TlsFiles(file, parsed.GetValue(password)) : null,
                SecretFile = parsed.GetValue(secret),
                LogFile = parsed.GetValue(log),
                Stay = parsed.GetValue(stay),
            }.Checked();
            using var supply = Supply(parsed.GetValue(pods), parsed.GetValue(podWorkers), settings, context.Time);
            settings = settings with { Supply = supply };
            var health = HealthSettings.Parse(parsed.GetValue(longestStep), parsed.GetValue(leastFree));
            var web = parsed.GetValue(http) is { } address ? WebSettings.Parse(address, settings) with { Health = health } : null;
            var request = settings.Has(NodeRoles.Coordinator) ? training.Request(parsed, context) : null;
            var local = training.Local(parsed, settings);
            return await new NodeProcess(context, settings, local, request, web, parsed.GetValue(supervised)).Run();
        });
        return command;
    }

    private static StatefulSetNodes? Supply(string? name, int workers, NodeSettings settings, TimeProvider time)
    {
        if (name is null) return null;
        if (!settings.Has(NodeRoles.Coordinator)) throw new DataException("--kubernetes-rollouts is for a node with the role coordinator");
        if (workers is < 1 or > 1024) throw new DataException($"--kubernetes-rollout-workers {workers}: expected 1 to 1024");
        return new StatefulSetNodes(PodAccount.Own(), name, workers, time);
    }
}
