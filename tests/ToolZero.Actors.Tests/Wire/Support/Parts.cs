using System.Reflection;

namespace ToolZero.Actors.Tests.Wire.Support;

/// <summary>The types that a message is made of.</summary>
internal static class Parts
{
    public static IReadOnlySet<Type> Of(Type message)
    {
        var found = new HashSet<Type>();
        Collect(message, found);
        return found;
    }

    private static void Collect(Type type, HashSet<Type> found)
    {
        foreach (var argument in type.GetGenericArguments()) Collect(argument, found);
        var isOurs = type.Namespace?.StartsWith("ToolZero.", StringComparison.Ordinal) == true;
        if (!isOurs || !found.Add(type) || type.IsEnum) return;
        if (type.IsAbstract)
            foreach (var kind in type.GetNestedTypes().Where(t => t.BaseType == type)) Collect(kind, found);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite)) Collect(property.PropertyType, found);
    }
}
