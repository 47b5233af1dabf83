#nullable disable
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Makes configurations from HOCON text.</summary>
public class ConfigurationFactory
{
    /// <summary>A configuration without keys.</summary>
    public static Config Empty => ParseString(string.Empty);

    /// <exception cref="FormatException">The text is no HOCON, or a substitution has no value.</exception>
    /// <exception cref="ConfigurationException">An unquoted text runs into ':' or '='.</exception>
    public static Config ParseString(string hocon) => ParseString(hocon, null);

    /// <param name="hocon">The text.</param>
    /// <param name="includeCallback">Parses what <c>include "name"</c> names.</param>
    /// <exception cref="FormatException">The text is no HOCON, or a substitution has no value.</exception>
    /// <exception cref="ConfigurationException">An unquoted text runs into ':' or '='.</exception>
    public static Config ParseString(string hocon, Func<string, HoconRoot> includeCallback) => new(Parser.Parse(hocon, includeCallback));
}
