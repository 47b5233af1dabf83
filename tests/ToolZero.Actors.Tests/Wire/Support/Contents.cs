using System.Collections;
using System.Globalization;
using System.Reflection;
using Akka.Actor;

namespace ToolZero.Actors.Tests.Wire.Support;

/// <summary>Everything in a message as text, floats bit for bit: what lists inside records cannot be compared by.</summary>
internal static class Contents
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{string.Concat(text.Select(c => c < 128 && c >= 32 ? c.ToString() : $"\\u{(int)c:x4}"))}\"",
        double number => BitConverter.DoubleToInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture),
        float number => BitConverter.SingleToInt32Bits(number).ToString("x8", CultureInfo.InvariantCulture),
        IActorRef actor => actor.Path.Name,
        Enum or IFormattable => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        bool flag => flag ? "true" : "false",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Of))}]",
        _ => $"{value.GetType().Name}({string.Join(", ", Properties(value.GetType()).Select(p => $"{p.Name}={Of(p.GetValue(value))}"))})",
    };

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).OrderBy(p => p.Name, StringComparer.Ordinal);
}
