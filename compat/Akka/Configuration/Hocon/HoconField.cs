#nullable disable
namespace Akka.Configuration.Hocon;

/// <summary>Where a value is being read.</summary>
/// <param name="Path">Its keys from the root; a null stands for "item of an array".</param>
/// <param name="Value">The value itself.</param>
/// <param name="Parent">The object that holds it, or null.</param>
/// <param name="Array">The array that holds it, or null.</param>
/// <param name="Previous">The pieces that the same key had before, or null.</param>
internal sealed record HoconField(List<string> Path, HoconValue Value, HoconObject Parent, HoconArray Array, List<IHoconElement> Previous)
{
    public static HoconField ItemOf(HoconArray array, List<string> path)
    {
        var value = new HoconValue();
        array.Add(value);
        return new HoconField([.. path, null], value, null, array, null);
    }
}
