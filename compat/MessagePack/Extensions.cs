using System.Buffers;

namespace MessagePack;

/// <summary>The type and length (bytes) of an extension value.</summary>
public struct ExtensionHeader
{
    public ExtensionHeader(sbyte typeCode, uint length)
    {
        TypeCode = typeCode;
        Length = length;
    }

    public ExtensionHeader(sbyte typeCode, int length)
    {
        TypeCode = typeCode;
        Length = (uint)length;
    }

    public sbyte TypeCode { get; private set; }

    public uint Length { get; private set; }
}

/// <summary>An extension value.</summary>
public struct ExtensionResult
{
    public ExtensionResult(sbyte typeCode, Memory<byte> data)
    {
        TypeCode = typeCode;
        Data = new ReadOnlySequence<byte>(data);
    }

    public ExtensionResult(sbyte typeCode, ReadOnlySequence<byte> data)
    {
        TypeCode = typeCode;
        Data = data;
    }

    public sbyte TypeCode { get; private set; }

    public ReadOnlySequence<byte> Data { get; private set; }

    public readonly ExtensionHeader Header => new(TypeCode, (uint)Data.Length);
}
