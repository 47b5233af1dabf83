#nullable disable
namespace Akka.Configuration;

/// <summary>Fallbacks and emptiness for a configuration that may be null.</summary>
public static class ConfigExtensions
{
    public static bool IsNullOrEmpty(this Config config) => config is null || config.IsEmpty;

    public static Config SafeWithFallback(this Config config, Config fallback)
    {
        if (config is null) return fallback;
        return ReferenceEquals(config, fallback) ? config : config.WithFallback(fallback);
    }
}
