#nullable disable
namespace Akka.Configuration.Hocon;

/// <summary>Something that is an object once it is resolved.</summary>
public interface IMightBeAHoconObject
{
    bool IsObject();

    HoconObject GetObject();
}
