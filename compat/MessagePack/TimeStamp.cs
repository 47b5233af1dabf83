namespace MessagePack;

/// <summary>The time stamp extension of the format.</summary>
internal static class TimeStamp
{
    public const sbyte TypeCode = -1;
}
