#nullable disable
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>
/// An immutable tree of settings, read by dotted path (a key with a dot is written in quotes). A path that does not exist gives the default.
/// </summary>
public class Config
{
    public static readonly Config Empty = ConfigurationFactory.Empty;

    public Config()
    {
    }

    public Config(HoconRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        Root = root.Value ?? throw new ArgumentNullException(nameof(root), "A configuration needs a root value.");
        Substitutions = root.Substitutions;
    }

    public Config(Config source, Config fallback)
    {
        ArgumentNullException.ThrowIfNull(source);
        Root = source.Root;
        Substitutions = source.Substitutions;
        Fallback = fallback;
    }

    /// <summary>What <see cref="WithFallback"/> put below this configuration; its keys are already part of <see cref="Root"/>.</summary>
    public Config Fallback { get; private set; }

    public virtual bool IsEmpty => Root is null || Root.IsEmpty;

    /// <summary>The merged tree, fallbacks included.</summary>
    public virtual HoconValue Root { get; private set; }

    public IEnumerable<HoconSubstitution> Substitutions { get; set; }

    public virtual bool GetBoolean(string path, bool @default = false) => GetValue(path)?.GetBoolean() ?? @default;

    public virtual long? GetByteSize(string path) => GetByteSize(path, null);

    public virtual long? GetByteSize(string path, long? def = null)
    {
        var value = GetValue(path);
        return value is null ? def : value.GetByteSize();
    }

    public virtual int GetInt(string path, int @default = 0) => GetValue(path)?.GetInt() ?? @default;

    public virtual long GetLong(string path, long @default = 0) => GetValue(path)?.GetLong() ?? @default;

    public virtual float GetFloat(string path, float @default = 0) => GetValue(path)?.GetFloat() ?? @default;

    public virtual double GetDouble(string path, double @default = 0) => GetValue(path)?.GetDouble() ?? @default;

    public virtual decimal GetDecimal(string path, decimal @default = 0) => GetValue(path)?.GetDecimal() ?? @default;

    public virtual string GetString(string path, string @default = null)
    {
        var value = GetValue(path);
        return value is null ? @default : value.GetString();
    }

    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        GetValue(path)?.GetTimeSpan(allowInfinite) ?? @default.GetValueOrDefault();

    public virtual IList<bool> GetBooleanList(string path) => Existing(path).GetBooleanList();

    public virtual IList<byte> GetByteList(string path) => Existing(path).GetByteList();

    public virtual IList<int> GetIntList(string path) => Existing(path).GetIntList();

    public virtual IList<long> GetLongList(string path) => Existing(path).GetLongList();

    public virtual IList<float> GetFloatList(string path) => Existing(path).GetFloatList();

    public virtual IList<double> GetDoubleList(string path) => Existing(path).GetDoubleList();

    public virtual IList<decimal> GetDecimalList(string path) => Existing(path).GetDecimalList();

    public virtual IList<string> GetStringList(string path) => GetStringList(path, []);

    public virtual IList<string> GetStringList(string path, string[] defaultPaths) => GetValue(path)?.GetStringList() ?? defaultPaths;

    /// <summary>The part below a path, or null.</summary>
    public virtual Config GetConfig(string path) => GetValue(path)?.ToConfig();

    public HoconValue GetValue(string path)
    {
        var node = Root ?? throw new InvalidOperationException("The configuration has no root.");
        foreach (var key in HoconPath.Split(path))
        {
            node = node.GetChildObject(key);
            if (node is null) return null;
        }

        return node;
    }

    public virtual bool HasPath(string path) => GetValue(path) is not null;

    /// <summary>A configuration where this one's keys win and the fallback's fill the rest; neither is changed.</summary>
    public virtual Config WithFallback(Config fallback)
    {
        if (ReferenceEquals(fallback, this)) throw new ArgumentException("A configuration cannot be its own fallback.", nameof(fallback));
        if (fallback is null || fallback.IsEmpty) return this;
        if (IsEmpty) return fallback;

        var merged = fallback.Root.GetObject()?.MergedWith(Root.GetObject());
        if (merged is null) return this;

        var copy = Copy(fallback);
        copy.Root = new HoconValue([merged]);
        return copy;
    }

    /// <summary>The top-level keys with their values.</summary>
    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable() => Root?.GetObject()?.Items.AsEnumerable() ?? [];

    public override string ToString() => Root?.ToString() ?? string.Empty;

    public string ToString(bool includeFallback) => ToString();

    public static Config operator +(Config config, string fallback) => config.WithFallback(ConfigurationFactory.ParseString(fallback));

    public static Config operator +(string configHocon, Config fallbackConfig) =>
        ConfigurationFactory.ParseString(configHocon).WithFallback(fallbackConfig);

    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    protected Config Copy(Config fallback = null) => new()
    {
        Root = Root,
        Substitutions = Substitutions,
        Fallback = Fallback is null ? fallback : Fallback.Copy(fallback),
    };

    private HoconValue Existing(string path) => GetValue(path) ?? throw new ConfigurationException($"There is no list at '{path}'.");
}
