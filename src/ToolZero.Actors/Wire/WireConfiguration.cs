using System.Globalization;
using System.Text;
using Akka.Configuration;
using ToolZero.Actors.Wire.Sealing;

namespace ToolZero.Actors.Wire;

/// <summary>The part of an actor system's configuration that decides what crosses a process. Harmless in a system without remoting.</summary>
public static class WireConfiguration
{
    /// <summary>Key of the adapters between Akka's protocol and the socket.</summary>
    public const string Adapters = "akka.remote.dot-netty.tcp.applied-adapters";

    private const string Seal = "toolzero-seal";

    /// <summary>To be laid over Akka's defaults and under nothing: what a user writes must not open it.</summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString(Text());

    /// <summary>Adapters of a user's own, above the seal, which stays next to the socket.</summary>
    public static Config With(IEnumerable<string> adapters) =>
        ConfigurationFactory.ParseString($"{Adapters} = [{string.Join(", ", adapters.Append(Seal).Select(a => $"\"{a}\""))}]");

    private static string Text()
    {
        var text = new StringBuilder("akka.actor {\n  serializers {\n");
        text.Append("    toolzero = ").AppendLine(Name(typeof(WireSerializer)));
        text.Append("    json = ").AppendLine(Name(typeof(RefusedJson)));
        text.Append("    proto = ").AppendLine(Name(typeof(RefusedProtobuf)));
        text.Append("    daemon-create = ").AppendLine(Name(typeof(RefusedDeployment)));
        text.Append("  }\n  serialization-bindings {\n");
        foreach (var entry in WireManifest.Entries) text.Append("    ").Append(Name(entry.Type)).AppendLine(" = toolzero");
        text.Append("    \"System.Object\" = json\n  }\n}\n");
        // One frame holds one message and its envelope: two addresses, a manifest, some numbers.
        var frame = WireLimits.Message + 64 * 1024;
        text.Append(CultureInfo.InvariantCulture, $"akka.remote.dot-netty.tcp.maximum-frame-size = {frame}b\n");
        // Akka takes this name with its quotes if there is a blank in it, and then finds no such type.
        text.Append(CultureInfo.InvariantCulture, $"akka.remote.adapters.{Seal} = ").AppendLine(Name(typeof(SealedTransportProvider)).Replace(", ", ",", StringComparison.Ordinal));
        text.AppendLine(CultureInfo.InvariantCulture, $"{Adapters} = [\"{Seal}\"]");
        return text.ToString();
    }

    private static string Name(Type type) => $"\"{type.FullName}, {type.Assembly.GetName().Name}\"";
}
