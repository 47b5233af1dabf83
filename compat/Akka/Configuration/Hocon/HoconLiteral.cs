#nullable disable
namespace Akka.Configuration.Hocon;

/// <summary>A piece of text.</summary>
public class HoconLiteral : IHoconElement
{
    public string Value { get; set; }

    public bool IsString() => true;

    public string GetString() => Value;

    public bool IsArray() => false;

    public IList<HoconValue> GetArray() => throw new InvalidOperationException("A text is no array.");

    public override string ToString() => Value;
}

/// <summary>The white space between two pieces of one line: text between texts, nothing between objects or arrays.</summary>
internal sealed class HoconSpace : HoconLiteral;

/// <summary>A text that was written in quotes: "null" is a word.</summary>
internal sealed class HoconQuoted : HoconLiteral;
