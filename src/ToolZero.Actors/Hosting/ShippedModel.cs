using ToolZero.Core.Data;

namespace ToolZero.Actors.Hosting;

/// <summary>The model that comes with the product is found from anywhere.</summary>
public static class ShippedModel
{
    /// <summary>The same, with a relative model path that does not exist here looked for below the installation (TOOLZERO_HOME).</summary>
    /// <exception cref="DataException">A path that no configuration can hold.</exception>
    public static RunConfiguration Located(RunConfiguration configuration)
    {
        var path = configuration.Get<string>("model.path");
        if (Path.IsPathRooted(path) || Directory.Exists(path) || Environment.GetEnvironmentVariable("TOOLZERO_HOME") is not { Length: > 0 } home) return configuration;
        var shipped = Path.Combine(home, path);
        return Directory.Exists(shipped) ? configuration.With("model.path=" + HoconTexts.Quote(shipped)) : configuration;
    }
}
