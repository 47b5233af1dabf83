using System.Linq.Expressions;

namespace MessagePack.Formatters;

/// <summary>An enum is its number.</summary>
internal sealed class EnumFormatter<T> : IMessagePackFormatter<T>
    where T : struct, Enum
{
    private static readonly bool Unsigned = Type.GetTypeCode(typeof(T)) is TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.UInt64;
    private static readonly Func<T, ulong> ToUnsigned = Convert<T, ulong>(isChecked: false);
    private static readonly Func<T, long> ToSigned = Convert<T, long>(isChecked: false);
    private static readonly Func<ulong, T> FromUnsigned = Convert<ulong, T>(isChecked: true);
    private static readonly Func<long, T> FromSigned = Convert<long, T>(isChecked: true);

    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
    {
        if (Unsigned)
            writer.Write(ToUnsigned(value));
        else
            writer.Write(ToSigned(value));
    }

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        Unsigned ? FromUnsigned(reader.ReadUInt64()) : FromSigned(reader.ReadInt64());

    private static Func<TFrom, TTo> Convert<TFrom, TTo>(bool isChecked)
    {
        Type number = Enum.GetUnderlyingType(typeof(T));
        ParameterExpression value = Expression.Parameter(typeof(TFrom));
        Expression middle = isChecked ? Expression.ConvertChecked(value, number) : Expression.Convert(value, number);
        return Expression.Lambda<Func<TFrom, TTo>>(Expression.Convert(middle, typeof(TTo)), value).Compile();
    }
}
