using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using ToolZero.Actors.Hosting.Hocon;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Hosting;

/// <summary>One source of settings: checked values by key, the part for the actor system, and all that is wrong with it.</summary>
internal sealed record ConfigurationLayer(string Source, ImmutableSortedDictionary<string, object> Values, Config Akka, ImmutableArray<string> Errors)
{
    private const string Root = "toolzero";
    private const string ActorSystem = "akka";

    /// <exception cref="DataException">The file cannot be read, or is no HOCON.</exception>
    public static ConfigurationLayer ReadFile(string path) => Of(HoconDocument.ReadFile(path), path);

    /// <exception cref="DataException">The text is no HOCON.</exception>
    public static ConfigurationLayer Read(string text, string source) => Of(HoconDocument.Read(text, source), source);

    /// <summary>Reads <c>KEY=VALUE</c> texts; a key may leave out <c>toolzero.</c></summary>
    public static ConfigurationLayer ReadSets(IEnumerable<string> sets)
    {
        const string Source = "--set";
        var reading = new Reading();
        var akka = ConfigurationFactory.Empty;
        foreach (var set in sets)
        {
            var at = set.IndexOf('=', StringComparison.Ordinal);
            var key = (at < 0 ? set : set[..at]).Trim();
            var text = set[(at + 1)..].Trim();
            if (at < 0 || key.Length == 0)
            {
                reading.Errors.Add($"{set}, expected KEY=VALUE");
            }
            else if (key.StartsWith(ActorSystem + ".", StringComparison.Ordinal))
            {
                akka = HoconDocument.Read($"{key} = {text}", $"{Source} {key}").WithFallback(akka);
            }
            else
            {
                key = key.StartsWith(Root + ".", StringComparison.Ordinal) ? key[(Root.Length + 1)..] : key;
                if (ConfigurationKeys.Find(key) is not { } known) reading.Unknown($"{Root}.{key}");
                else if (known.Kind is KeyKind.TextList || text.StartsWith('"')) reading.Value(known, HoconDocument.Read($"x = {text}", $"{Source} {key}").GetValue("x"));
                else reading.Text(known, text);
            }
        }

        return new ConfigurationLayer(Source, reading.Values.ToImmutable(), akka, reading.Errors.ToImmutable());
    }

    /// <summary>The same with no other keys than these.</summary>
    public ConfigurationLayer Only(IEnumerable<string> keys) => this with { Values = Values.RemoveRange(Values.Keys.Except(keys)) };

    private static ConfigurationLayer Of(Config config, string source)
    {
        var reading = new Reading();
        var root = config.Root.GetObject();
        var akka = ConfigurationFactory.Empty;
        foreach (var (key, value) in root?.Items ?? [])
        {
            if (key == ActorSystem && value.IsObject()) akka = value.AtKey(ActorSystem);
            else if (key == ActorSystem) reading.Errors.Add($"{key}, expected a section {{ … }} for the actor system");
            else if (key != Root) reading.UnknownBelow(key, value);
            else if (value.GetObject() is { } section) reading.Section(section, "");
            else reading.Errors.Add($"{key}, expected a section {{ … }}");
        }

        return new ConfigurationLayer(source, reading.Values.ToImmutable(), akka, reading.Errors.ToImmutable());
    }

    private sealed class Reading
    {
        public ImmutableSortedDictionary<string, object>.Builder Values { get; } = ImmutableSortedDictionary.CreateBuilder<string, object>(StringComparer.Ordinal);

        public ImmutableArray<string>.Builder Errors { get; } = ImmutableArray.CreateBuilder<string>();

        public void Section(HoconObject section, string prefix)
        {
            foreach (var (key, value) in section.Items)
            {
                var path = prefix + key;
                if (ConfigurationKeys.Find(path) is { } known) Value(known, value);
                else if (!ConfigurationKeys.IsSection(path)) UnknownBelow($"{Root}.{path}", value);
                else if (value.GetObject() is { } inner) Section(inner, path + ".");
                else Errors.Add($"{Root}.{path} is a section, expected {path} {{ … }}");
            }
        }

        public void Value(ConfigurationKey key, HoconValue value)
        {
            if (key.Kind is KeyKind.TextList) List(key, value);
            else if (HoconTexts.TextOf(value) is { } text) Text(key, text);
            else Wrong(key, value.IsObject() ? "{ … }" : HoconTexts.IsList(value) ? "[ … ]" : "null");
        }

        public void Text(ConfigurationKey key, string text)
        {
            if (key.Kind.Read(text) is { } read) Values[key.Path] = read;
            else Wrong(key, text.Length == 0 ? "\"\"" : text.ReplaceLineEndings(" "));
        }

        public void Unknown(string path)
        {
            var known = path.StartsWith(Root + ".", StringComparison.Ordinal) ? path[(Root.Length + 1)..] : path;
            Errors.Add($"unknown key {path}, did you mean {Root}.{ConfigurationKeys.Nearest(known)}?");
        }

        public void UnknownBelow(string path, HoconValue value)
        {
            if (value.GetObject() is not { Items.Count: > 0 } inner)
            {
                Unknown(path);
                return;
            }

            foreach (var (key, item) in inner.Items) UnknownBelow($"{path}.{key}", item);
        }

        private void List(ConfigurationKey key, HoconValue value)
        {
            var items = HoconTexts.IsList(value) ? value.GetArray().Select(HoconTexts.TextOf).ToList() : null;
            if (items is null || items.Contains(null)) Wrong(key, items is null ? HoconTexts.TextOf(value) ?? "{ … }" : "[ … ]");
            else Values[key.Path] = items.ToImmutableArray()!;
        }

        private void Wrong(ConfigurationKey key, string text) => Errors.Add($"{Root}.{key.Path} = {text}, expected {key.Kind.Expected}");
    }
}
