#nullable disable
using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>
/// What stands behind a key: pieces that are one text, one array or one object together. The last kind wins where a key was written again.
/// </summary>
public partial class HoconValue : IMightBeAHoconObject
{
    public HoconValue() => Values = [];

    public HoconValue(List<IHoconElement> values, bool adoptedFromFallback = true) => Values = values;

    public bool IsEmpty => Values.Count == 0 || (Values is [HoconObject only] && only.Items.Count == 0);

    public List<IHoconElement> Values { get; private set; }

    public Config ToConfig() => new(new HoconRoot(this));

    public Config AtKey(string key)
    {
        var parent = new HoconObject();
        parent.Items[key] = this;
        return new Config(new HoconRoot(new HoconValue([parent])));
    }

    public void AppendValue(IHoconElement value) => Values.Add(value);

    public void Clear() => Values = [];

    public void NewValue(IHoconElement value) => Values = [value];

    public bool IsString() => Values.Count > 0 && Values.TrueForAll(v => v.IsString());

    /// <summary>The text, trimmed; null for <c>null</c> and for what is no text.</summary>
    public string GetString()
    {
        if (!IsString()) return null;
        var text = string.Concat(Values.Select(v => v.GetString())).Trim();
        return text == "null" && Values[0] is not HoconQuoted ? null : text;
    }

    /// <summary>True for an array with items.</summary>
    public bool IsArray() => GetArray().Count > 0;

    public IList<HoconValue> GetArray() => [.. Values.Where(v => v.IsArray()).SelectMany(v => v.GetArray())];

    public bool IsObject()
    {
        for (var i = Values.Count - 1; i >= 0; i--)
        {
            if (Values[i] is not (HoconSpace or HoconSubstitution { ResolvedValue: null })) return IsObjectPiece(Values[i]);
        }

        return false;
    }

    /// <summary>The object, its pieces merged; null for what is none.</summary>
    public HoconObject GetObject()
    {
        if (Values is [HoconObject only]) return only;
        HoconObject merged = null;
        foreach (var piece in ObjectPieces()) merged = merged is null ? piece : merged.MergedWith(piece);
        return merged;
    }

    public HoconValue GetChildObject(string key)
    {
        if (Values is [HoconObject only]) return only.GetKey(key);
        HoconValue found = null;
        foreach (var piece in ObjectPieces())
        {
            if (piece.GetKey(key) is not { } child) continue;
            found = found is not null && found.IsObject() && child.IsObject() ? new HoconValue([.. found.Values, .. child.Values]) : child;
        }

        return found;
    }

    public override string ToString() => ToString(0);

    public virtual string ToString(int indent) => indent == 0 && GetObject() is { } root ? HoconText.Render(root, 0) : HoconText.Render(this, indent);

    /// <summary>True for an array, the empty one too.</summary>
    internal bool HasArray() => Values.Exists(v => v.IsArray());

    /// <summary>The same pieces in containers of its own.</summary>
    internal HoconValue Detached() => new([.. Values.Select(v => v is HoconObject inner ? inner.MergedWith(null) : v)]);

    internal void Replace(HoconValue other) => Values = other.Values;

    /// <summary>Drops the objects that a later text or array covers.</summary>
    internal void DropCoveredObjects()
    {
        if (!IsObject()) Values.RemoveAll(IsObjectPiece);
    }

    private static bool IsObjectPiece(IHoconElement piece) => piece is HoconObject || (piece is IMightBeAHoconObject other && other.IsObject());

    // Space between objects is nothing; a text or an array after an object replaces it.
    private List<HoconObject> ObjectPieces()
    {
        var pieces = new List<HoconObject>();
        foreach (var value in Values)
        {
            if (value is HoconSpace or HoconSubstitution { ResolvedValue: null }) continue;
            var piece = value as HoconObject ?? (value as IMightBeAHoconObject)?.GetObject();
            if (piece is null) pieces.Clear();
            else pieces.Add(piece);
        }

        return pieces;
    }

    private string Text() => GetString() ?? throw new FormatException("The value is no text.");

    private static double NonNegative(string text)
    {
        var number = double.Parse(text, NumberFormatInfo.InvariantInfo);
        return number >= 0 ? number : throw new FormatException($"{text} is negative.");
    }
}
