using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.PInvoke;

/// <summary>A scalar as the native side takes it: kind 0 integer, 1 floating (as bits), 2 bool, -1 absent.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeScalar(long bits, int kind)
{
    internal readonly long Bits = bits;
    internal readonly int Kind = kind;

    internal static NativeScalar One => new(1, 0);

    internal static NativeScalar Absent => new(0, -1);

    public static implicit operator NativeScalar(double value) => new(BitConverter.DoubleToInt64Bits(value), 1);

    public static implicit operator NativeScalar(long value) => new(value, 0);

    internal static NativeScalar Of(Scalar? value) => value is null ? Absent : value.Value;
}

/// <summary>One index of an indexing expression: see <c>struct Index</c> in the native source for the kinds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeIndex
{
    internal long Kind;
    internal long Start;
    internal long Stop;
    internal long Step;
    internal nint Tensor;
}

internal static unsafe partial class Native
{
    /// <summary>Stands for "not given" where a number is expected.</summary>
    internal const long Absent = long.MinValue;

    /// <summary>The exception for the last native error of this thread.</summary>
    internal static ExternalException Error() => new(Marshal.PtrToStringUTF8((nint)tz_error()));

    internal static void Check(int status)
    {
        if (status != 0)
            throw Error();
    }

    internal static int Of(torch.ScalarType? type) => type is { } given ? (int)given : -1;
}
