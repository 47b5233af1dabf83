using TorchSharp.PInvoke;

namespace TorchSharp;

/// <summary>A number given to a tensor operation: an integer, a floating number or a bool.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(NativeScalar value) => Value = value;

    internal NativeScalar Value { get; }

    /// <summary>Int64, Float64 or Bool: scalars have the widest type of their kind.</summary>
    public torch.ScalarType Type => Value.Kind switch { 0 => torch.ScalarType.Int64, 1 => torch.ScalarType.Float64, _ => torch.ScalarType.Bool };

    internal double AsDouble => Value.Kind == 1 ? BitConverter.Int64BitsToDouble(Value.Bits) : Value.Bits;

    internal long AsInt64 => Value.Kind == 1 ? (long)BitConverter.Int64BitsToDouble(Value.Bits) : Value.Bits;

    internal static Scalar Of(NativeScalar value) => new(value);

    public static implicit operator Scalar(byte value) => new((long)value);

    public static implicit operator Scalar(sbyte value) => new((long)value);

    public static implicit operator Scalar(short value) => new((long)value);

    public static implicit operator Scalar(int value) => new((long)value);

    public static implicit operator Scalar(long value) => new(value);

    public static implicit operator Scalar(float value) => new((double)value);

    public static implicit operator Scalar(double value) => new(value);

    public static implicit operator Scalar(bool value) => new(new NativeScalar(value ? 1 : 0, 2));

    /// <summary>Does nothing: this scalar holds no native memory.</summary>
    public void Dispose()
    {
    }
}

/// <summary>Conversions between .NET numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;

    public static Scalar ToScalar(this sbyte value) => value;

    public static Scalar ToScalar(this short value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;

    public static float ToSingle(this Scalar value) => (float)value.AsDouble;

    public static double ToDouble(this Scalar value) => value.AsDouble;

    public static sbyte ToSByte(this Scalar value) => (sbyte)value.AsInt64;

    public static byte ToByte(this Scalar value) => (byte)value.AsInt64;

    public static short ToInt16(this Scalar value) => (short)value.AsInt64;

    public static int ToInt32(this Scalar value) => (int)value.AsInt64;

    public static long ToInt64(this Scalar value) => value.AsInt64;

    public static bool ToBoolean(this Scalar value) => value.AsDouble != 0;
}
