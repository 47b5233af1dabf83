using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ToolZero.Actors.Hosting;

/// <summary>What a key may hold: how its text is read, what to say when it cannot be, and how the value is written back.</summary>
public abstract record KeyKind
{
    /// <summary>For messages and documentation: "an integer from 1 to 64".</summary>
    public abstract string Expected { get; }

    /// <summary>The value of a text, or null when the text is none.</summary>
    public abstract object? Read(string text);

    /// <summary>The value as HOCON that reads back equal.</summary>
    public abstract string Write(object value);

    /// <summary>A <see cref="long"/>.</summary>
    public sealed record Integer(long Min, long Max = long.MaxValue) : KeyKind
    {
        public override string Expected => Max == long.MaxValue ? $"an integer from {Min}" : $"an integer from {Min} to {Max}";

        public override object? Read(string text) =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= Min && value <= Max ? value : null;

        public override string Write(object value) => ((long)value).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A <see cref="double"/>.</summary>
    /// <param name="Min">Smallest value.</param>
    /// <param name="Max">Largest value.</param>
    /// <param name="Above">Min itself is excluded.</param>
    /// <param name="Below">Max itself is excluded.</param>
    public sealed record Number(double Min, double Max, bool Above = false, bool Below = false) : KeyKind
    {
        public override string Expected => string.Create(
            CultureInfo.InvariantCulture, $"a number {(Above ? "above" : "from")} {Min} to {(Below ? "below " : "")}{Max}");

        public override object? Read(string text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && (Above ? value > Min : value >= Min) && (Below ? value < Max : value <= Max) ? value : null;

        public override string Write(object value) => ((double)value).ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>A kind of number, or <see cref="Hosting.Auto"/>.</summary>
    public sealed record OrAuto(KeyKind Inner) : KeyKind
    {
        public override string Expected => Inner.Expected + ", or auto";

        public override object? Read(string text) => text == "auto" ? Auto.Instance : Inner.Read(text);

        public override string Write(object value) => value is Auto ? "auto" : Inner.Write(value);
    }

    /// <summary>A <see cref="TimeSpan"/>, written with a unit.</summary>
    public sealed record Duration(TimeSpan Min, TimeSpan Max) : KeyKind
    {
        public override string Expected => $"a duration with a unit (ms, s, m, h, d) from {Units.Write(Min)} to {Units.Write(Max)}";

        public override object? Read(string text) => Units.ReadDuration(text) is { } value && value >= Min && value <= Max ? value : null;

        public override string Write(object value) => Units.Write((TimeSpan)value);
    }

    /// <summary>A number of bytes as <see cref="long"/>, written with a unit.</summary>
    public sealed record Size(long Min, long Max) : KeyKind
    {
        public override string Expected => $"a size with a unit (B, kB, KiB, MB, MiB, GB, GiB) from {Units.Write(Min)} to {Units.Write(Max)}";

        public override object? Read(string text) => Units.ReadSize(text) is { } value && value >= Min && value <= Max ? value : null;

        public override string Write(object value) => Units.Write((long)value);
    }

    /// <summary>One of some words, as <see cref="string"/>.</summary>
    public sealed record Choice(params ImmutableArray<string> Words) : KeyKind
    {
        public override string Expected => Words.Length == 1 ? Words[0] : $"one of {string.Join(", ", Words)}";

        public override object? Read(string text) => Words.Contains(text) ? text : null;

        public override string Write(object value) => HoconTexts.Quote((string)value);
    }

    /// <summary>A <see cref="bool"/>.</summary>
    public sealed record Switch : KeyKind
    {
        public override string Expected => "on or off";

        public override object? Read(string text) => text switch
        {
            "on" or "true" or "yes" => true,
            "off" or "false" or "no" => false,
            _ => null,
        };

        public override string Write(object value) => (bool)value ? "on" : "off";
    }

    /// <summary>A <see cref="string"/> that matches a pattern.</summary>
    public sealed record Text(string Expectation, string Pattern) : KeyKind
    {
        public override string Expected => Expectation;

        public override object? Read(string text) =>
            Regex.IsMatch(text, $"^(?:{Pattern})\\z", RegexOptions.CultureInvariant | RegexOptions.Singleline) ? text : null;

        public override string Write(object value) => HoconTexts.Quote((string)value);
    }

    /// <summary>Texts as <see cref="ImmutableArray{T}"/> of <see cref="string"/>.</summary>
    public sealed record TextList : KeyKind
    {
        public override string Expected => "a list of texts such as [\"a\", \"b\"]";

        /// <summary>A list is never one text.</summary>
        public override object? Read(string text) => null;

        public override string Write(object value) => $"[{string.Join(", ", ((ImmutableArray<string>)value).Select(HoconTexts.Quote))}]";
    }
}

/// <summary>The value of a key that is chosen from the rest of the configuration.</summary>
public sealed record Auto
{
    public static Auto Instance { get; } = new();
}
