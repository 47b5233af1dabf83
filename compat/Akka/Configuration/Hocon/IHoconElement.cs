#nullable disable
namespace Akka.Configuration.Hocon;

/// <summary>One piece of a value: a text, an array, an object or a substitution.</summary>
public interface IHoconElement
{
    bool IsString();

    string GetString();

    bool IsArray();

    IList<HoconValue> GetArray();
}
