using System.Globalization;
using System.Text.Json;
using Akka.Configuration;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Wire;

namespace ToolZero.Actors.Clustering;

/// <summary>The configuration of a node's actor system: what crosses the wire and where it listens stand above all else.</summary>
internal static class ClusterConfiguration
{
    public static Config Of(NodeSettings settings, Config local) => WireConfiguration.With(local.GetStringList(WireConfiguration.Adapters, []))
        .WithFallback(WireConfiguration.Config)
        .WithFallback(ActorRun.Signals)
        .WithFallback(Place(settings))
        .WithFallback(local)
        .WithFallback(ActorRun.Dispatchers)
        .WithFallback(RunLogger.Configuration(new LogTarget(settings.LogFile ?? LogTarget.Error) { Format = settings.LogFormat, Node = settings.Name }));

    private static Config Place(NodeSettings settings)
    {
        var roles = settings.Roles.Append(MemberNames.RoleOf(settings.Name)).Select(Text);
        var tls = settings.Tls is { } files
            ? $$"""
                enable-ssl = on
                ssl {
                  suppress-validation = off
                  require-mutual-authentication = on
                  certificate { path = {{Text(files.Certificate)}}, password = {{Text(files.Password)}} }
                }
                """
            : "";
        return ConfigurationFactory.ParseString($$"""
            akka.actor.provider = cluster
            akka.cluster.failure-detector.implementation-class = {{Text(typeof(ProbedFailureDetector).AssemblyQualifiedName!)}}
            akka.cluster.roles = [{{string.Join(", ", roles)}}]
            akka.remote.dot-netty.tcp {
              hostname = {{Text(settings.Listen.Host)}}
              public-hostname = {{Text(settings.Host)}}
              port = {{settings.Listen.Port.ToString(CultureInfo.InvariantCulture)}}
              public-port = {{(settings.PublicPort ?? 0).ToString(CultureInfo.InvariantCulture)}}
              {{tls}}
            }
            """);
    }

    private static string Text(string value) => JsonSerializer.Serialize(value);
}
