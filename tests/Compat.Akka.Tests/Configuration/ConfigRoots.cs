using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Compat.Akka.Tests.Configuration;

internal static class ConfigRoots
{
    public static HoconRoot AsRoot(this Config config) => new(config.Root, config.Substitutions);
}
