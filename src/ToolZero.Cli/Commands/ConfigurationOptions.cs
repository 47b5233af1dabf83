using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Hosting;

namespace ToolZero.Cli.Commands;

/// <summary>The options that end up as configuration: <c>--config</c>, <c>--set</c>, and short forms of the commonest keys.</summary>
internal sealed class ConfigurationOptions
{
    private const string Root = "toolzero.";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Option<string?> _config = new("--config") { Description = "A recipe (hocon/recipes), several as async+dapo, or a configuration file.", HelpName = "RECIPE|FILE" };
    private readonly Option<string[]> _sets = new("--set") { Description = "Override a key, may be repeated: --set rollout.workers=4 (docs/configuration.md).", HelpName = "KEY=VALUE" };
    private readonly List<(Option Option, Func<ParseResult, string?> Set)> _short = [];

    /// <summary>A short form of a key with text as its value.</summary>
    public ConfigurationOptions Text(string name, string key, string help, string kind) => Add(new Option<string?>(name) { Description = $"{help} ({key}).", HelpName = kind }, key, Quoted);

    /// <summary>A short form of a key with a whole number as its value.</summary>
    public ConfigurationOptions Whole(string name, string key, string help) =>
        Add(new Option<long?>(name) { Description = $"{help} ({key}).", HelpName = "N" }, key, v => v?.ToString(CultureInfo.InvariantCulture));

    public void AddTo(Command command)
    {
        command.Options.Add(_config);
        foreach (var (option, _) in _short) command.Options.Add(option);
        command.Options.Add(_sets);
    }

    /// <summary>Name of the recipe or file without its ending; null when none is given.</summary>
    public string? ConfigName(ParseResult parsed) => parsed.GetValue(_config) is { } given ? Path.GetFileNameWithoutExtension(given) : null;

    /// <summary>Defaults, then the recipe or file, then short forms, then <c>--set</c>.</summary>
    /// <exception cref="Core.Data.DataException">Everything that is wrong, in one line.</exception>
    public RunConfiguration Load(ParseResult parsed, params string[] more)
    {
        var (recipe, file) = Given(parsed);
        return ShippedModel.Located(RunConfiguration.Load(new ConfigurationSources(recipe, file, [.. more, .. Sets(parsed)])));
    }

    /// <summary>What a node decides for itself.</summary>
    /// <exception cref="Core.Data.DataException">Everything that is wrong, in one line.</exception>
    public LocalConfiguration Local(ParseResult parsed, NodeSettings node)
    {
        var (recipe, file) = Given(parsed);
        if (recipe is not null && !node.Has(NodeRoles.Coordinator)) throw new Core.Data.DataException($"--config {recipe}: a recipe belongs to the run: give it to the coordinator");
        return LocalConfiguration.Load(HoconFolder.Find(), node.Roles, file, Sets(parsed), node.Has(NodeRoles.Coordinator));
    }

    /// <summary>A text as the value of <c>--set</c>: what it holds can never be taken for HOCON.</summary>
    public static string Quoted(string? text) => JsonSerializer.Serialize(text, Plain);

    private (string? Recipe, string? File) Given(ParseResult parsed)
    {
        var config = parsed.GetValue(_config);
        var isFile = config is not null && (File.Exists(config) || config.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || config.EndsWith(".conf", StringComparison.Ordinal));
        return isFile ? (null, config) : (config, null);
    }

    /// <summary>Short forms and <c>--set</c> as <c>KEY=VALUE</c>.</summary>
    public ImmutableArray<string> Sets(ParseResult parsed) => [.. _short.Select(s => s.Set(parsed)).OfType<string>(), .. parsed.GetValue(_sets) ?? []];

    /// <summary>A short form or <c>--set</c> names that key.</summary>
    public bool Has(ParseResult parsed, string key) => Keys(parsed).Contains(key);

    /// <summary>The keys that short forms and <c>--set</c> name.</summary>
    public IEnumerable<string> Keys(ParseResult parsed) => Sets(parsed).Select(s => s.Split('=')[0].Trim()).Select(k => k.StartsWith(Root, StringComparison.Ordinal) ? k[Root.Length..] : k);

    private ConfigurationOptions Add<T>(Option<T> option, string key, Func<T?, string?> write)
    {
        _short.Add((option, parsed => parsed.GetResult(option) is { Implicit: false } && write(parsed.GetValue(option)) is { } value ? $"{key}={value}" : null));
        return this;
    }
}
