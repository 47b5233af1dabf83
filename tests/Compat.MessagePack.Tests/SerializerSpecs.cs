using System.Buffers;
using System.Collections.Immutable;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace Compat.MessagePack.Tests;

public sealed class SerializerSpecs
{
    [Theory]
    [InlineData(0L, "00")]
    [InlineData(127L, "7F")]
    [InlineData(128L, "CC80")]
    [InlineData(255L, "CCFF")]
    [InlineData(256L, "CD0100")]
    [InlineData(65535L, "CDFFFF")]
    [InlineData(65536L, "CE00010000")]
    [InlineData(4294967295L, "CEFFFFFFFF")]
    [InlineData(4294967296L, "CF0000000100000000")]
    [InlineData(long.MaxValue, "CF7FFFFFFFFFFFFFFF")]
    [InlineData(-1L, "FF")]
    [InlineData(-32L, "E0")]
    [InlineData(-33L, "D0DF")]
    [InlineData(-128L, "D080")]
    [InlineData(-129L, "D1FF7F")]
    [InlineData(-32768L, "D18000")]
    [InlineData(-32769L, "D2FFFF7FFF")]
    [InlineData(-2147483648L, "D280000000")]
    [InlineData(-2147483649L, "D3FFFFFFFF7FFFFFFF")]
    [InlineData(long.MinValue, "D38000000000000000")]
    public void Integers_have_their_shortest_form(long value, string bytes)
    {
        Equal(bytes, value);
        if (value is >= int.MinValue and <= int.MaxValue)
            Equal(bytes, (int)value);
        if (value is >= short.MinValue and <= short.MaxValue)
            Equal(bytes, (short)value);
        if (value is >= sbyte.MinValue and <= sbyte.MaxValue)
            Equal(bytes, (sbyte)value);
        if (value >= 0)
            Equal(bytes, (ulong)value);
        if (value is >= 0 and <= uint.MaxValue)
            Equal(bytes, (uint)value);
        if (value is >= 0 and <= ushort.MaxValue)
            Equal(bytes, (ushort)value);
        if (value is >= 0 and <= byte.MaxValue)
            Equal(bytes, (byte)value);
    }

    [Fact]
    public void Other_values_have_the_form_of_the_format()
    {
        Equal("C0", (string?)null);
        Equal("C2", false);
        Equal("C3", true);
        Equal("CA3FC00000", 1.5f);
        Equal("CB3FF8000000000000", 1.5);
        Equal("A0", string.Empty);
        Equal("A3C3A978", "éx");
        Equal("CD20AC", '€');
        Hex("C403010203", MessagePackSerializer.Serialize((byte[])[1, 2, 3]));
        Equal("93010203", (int[]?)[1, 2, 3]);
        Equal("90", (int[]?)[]);
        Equal("C0", (int[]?)null);
        Equal("81A16105", new Dictionary<string, int> { ["a"] = 5 });
        Equal("CCC8", Level.High);
        Equal("F9", Signed.Minus);
        Equal("C0", (int?)null);
        Equal("05", (int?)5);
        Equal("D924" + Convert.ToHexString("00112233-4455-6677-8899-aabbccddeeff"u8), Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));
    }

    [Theory]
    [InlineData(31, "BF")]
    [InlineData(32, "D920")]
    [InlineData(255, "D9FF")]
    [InlineData(256, "DA0100")]
    [InlineData(65535, "DAFFFF")]
    [InlineData(65536, "DB00010000")]
    public void Strings_have_the_shortest_header(int length, string header)
    {
        string text = new('x', length);
        byte[] bytes = MessagePackSerializer.Serialize(text);
        Assert.Equal(header, Convert.ToHexString(bytes[..^length]));
        Assert.Equal(text, MessagePackSerializer.Deserialize<string>(bytes));
    }

    [Theory]
    [InlineData(255, "C4FF")]
    [InlineData(256, "C50100")]
    [InlineData(65536, "C600010000")]
    public void Bytes_have_the_shortest_header(int length, string header) =>
        Assert.Equal(header, Convert.ToHexString(MessagePackSerializer.Serialize(new byte[length])[..^length]));

    [Theory]
    [InlineData(15, "9F")]
    [InlineData(16, "DC0010")]
    [InlineData(65535, "DCFFFF")]
    [InlineData(65536, "DD00010000")]
    public void Arrays_have_the_shortest_header(int length, string header) =>
        Assert.Equal(header, Convert.ToHexString(MessagePackSerializer.Serialize(new int[length])[..^length]));

    [Theory]
    [InlineData(0L, "D6FF00000000")]
    [InlineData(10_000_000L, "D6FF00000001")]
    [InlineData(10_000_001L, "D7FF0000019000000001")]
    [InlineData(-10_000_000L, "C70CFF00000000FFFFFFFFFFFFFFFF")]
    public void Times_are_time_stamps(long ticksAfterEpoch, string bytes) => Equal(bytes, DateTime.UnixEpoch.AddTicks(ticksAfterEpoch));

    [Fact]
    public void Times_keep_their_ticks()
    {
        foreach (DateTime time in (DateTime[])[DateTime.MinValue, DateTime.MaxValue, new(2026, 11, 22, 1, 2, 3, 4, 5, DateTimeKind.Utc), new(2600, 1, 1, 0, 0, 0, DateTimeKind.Utc)])
            Assert.Equal(time.Ticks, MessagePackSerializer.Deserialize<DateTime>(MessagePackSerializer.Serialize(DateTime.SpecifyKind(time, DateTimeKind.Utc))).Ticks);
        DateTimeOffset offset = new(2026, 11, 22, 10, 0, 0, TimeSpan.FromMinutes(330));
        Assert.Equal(offset, Again(offset));
        Assert.Equal(offset.Offset, Again(offset).Offset);
        Assert.Equal(TimeSpan.FromMilliseconds(-1.5), Again(TimeSpan.FromMilliseconds(-1.5)));
    }

    [Fact]
    public void Objects_are_arrays_by_key()
    {
        Equal("920102", new Point(1, 2));
        Equal("C0", (Point?)null);
        Equal("95C0A161C0C0CB3FF8000000000000", new Gap("a", 1.5));
        Equal("9205CCC8", new Pair(5, Level.High));
        Hex("94A178059203042A", MessagePackSerializer.Serialize(new Settings { Name = "x", Count = 5, Corner = new Point(3, 4), Total = 42 }));
    }

    [Fact]
    public void Objects_come_back()
    {
        Assert.Equal(new Point(-3, 4), Again(new Point(-3, 4)));
        Assert.Equal(new Gap("g", 0.1), Again(new Gap("g", 0.1)));
        Assert.Equal(new Pair(-1, Level.Low), Again(new Pair(-1, Level.Low)));
        Settings settings = Again(new Settings { Name = "x", Count = 5, Corner = new Point(3, 4), Total = long.MinValue, Note = "changed" });
        Assert.Equal(("x", 5, new Point(3, 4), long.MinValue, "not written"), (settings.Name, settings.Count, settings.Corner!, settings.Total, settings.Note));
    }

    [Fact]
    public void The_marked_constructor_is_used()
    {
        Chosen chosen = Again(new Chosen("a", 3));
        Assert.Equal(("a!", 3), (chosen.Name, chosen.Count));
    }

    [Fact]
    public void Missing_members_keep_their_initial_value_and_unknown_ones_are_passed_over()
    {
        Settings settings = MessagePackSerializer.Deserialize<Settings>(Convert.FromHexString("91A178"));
        Assert.Equal(("x", 7, 0L), (settings.Name, settings.Count, settings.Total));
        Assert.Equal("unnamed", MessagePackSerializer.Deserialize<Settings>(Convert.FromHexString("90")).Name);
        Assert.Equal(new Point(1, 0), MessagePackSerializer.Deserialize<Point>(Convert.FromHexString("9101")));
        Assert.Equal(new Point(1, 2), MessagePackSerializer.Deserialize<Point>(Convert.FromHexString("960102C0A3616263810191C0C403010203")));
    }

    [Fact]
    public void Everything_comes_back()
    {
        Everything value = new()
        {
            Numbers = [1, -2, 300000],
            Points = new() { ["a"] = new Point(1, 2), [string.Empty] = new Point(-1, 0) },
            Bytes = [0, 255],
            Maybe = 5,
            Level = Level.High,
            Names = ["x", null, "é𝒜"],
            Weights = [1.5f, float.NaN, float.NegativeInfinity],
            Shape = new Square(2.5),
            Inner = new Everything { Shape = new Circle(1), Numbers = default },
            Id = Guid.NewGuid(),
            Time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            Map = new Dictionary<int, Signed> { [-1] = Signed.Minus },
            Tuple = (3, "t"),
            Frozen = ImmutableDictionary<string, double>.Empty.Add("k", 0.5),
            Set = [3, 1],
        };
        foreach (MessagePackSecurity security in (MessagePackSecurity[])[MessagePackSecurity.TrustedData, MessagePackSecurity.UntrustedData])
        {
            MessagePackSerializerOptions options = MessagePackSerializerOptions.Standard.WithSecurity(security);
            Everything again = MessagePackSerializer.Deserialize<Everything>(MessagePackSerializer.Serialize(value, options), options);
            Assert.Equal(value.Numbers.ToArray(), again.Numbers.ToArray());
            Assert.Equal(value.Points, again.Points);
            Assert.Equal(value.Bytes, again.Bytes);
            Assert.Equal(value.Maybe, again.Maybe);
            Assert.Equal(value.Names, again.Names);
            Assert.Equal(value.Weights, again.Weights);
            Assert.Equal(value.Shape, again.Shape);
            Assert.Equal(new Circle(1), again.Inner!.Shape);
            Assert.True(again.Inner.Numbers.IsDefault);
            Assert.Equal((value.Id, value.Time, value.Level, value.Tuple), (again.Id, again.Time, again.Level, again.Tuple));
            Assert.Equal(value.Map, again.Map);
            Assert.Equal(value.Frozen, again.Frozen);
            Assert.Equal(value.Set, again.Set);
        }
    }

    [Fact]
    public void Unions_are_key_and_value()
    {
        Assert.Equal("920591CB4004000000000000", Convert.ToHexString(MessagePackSerializer.Serialize<Shape>(new Square(2.5))));
        Assert.Equal(new Circle(1), MessagePackSerializer.Deserialize<Shape>(MessagePackSerializer.Serialize<Shape>(new Circle(1))));
        Assert.Null(MessagePackSerializer.Deserialize<Shape>(Convert.FromHexString("C0")));
        Assert.Null(MessagePackSerializer.Deserialize<Shape>(Convert.FromHexString("92099101")));
        Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<Shape>(Convert.FromHexString("93050505")));
    }

    [Fact]
    public void Interfaces_of_lists_come_back()
    {
        Assert.Equal([1, 2], Again<IReadOnlyList<int>>([1, 2]));
        Assert.Equal([1, 2], Again<IReadOnlyCollection<int>>([1, 2]));
        Assert.Equal([1, 2], Again<IEnumerable<int>>([1, 2]));
        Assert.Equal([1, 2], Again<ImmutableList<int>>([1, 2]));
        Assert.Equal(new KeyValuePair<string, int>("a", 1), Again(new KeyValuePair<string, int>("a", 1)));
        Assert.Equal((1, "b", 2.5), Again((1, "b", 2.5)));
        Assert.Equal(new byte[] { 1, 2 }, Again((ReadOnlyMemory<byte>)new byte[] { 1, 2 }).ToArray());
        Assert.Equal(1.25m, Again(1.25m));
    }

    [Fact]
    public void A_type_may_be_given_at_run_time()
    {
        Type type = new Point(1, 2).GetType();
        byte[] bytes = MessagePackSerializer.Serialize(type, new Point(1, 2));
        Assert.Equal("920102", Convert.ToHexString(bytes));
        Assert.Equal(new Point(1, 2), MessagePackSerializer.Deserialize(type, bytes));
    }

    [Fact]
    public void Several_values_may_stand_in_one_buffer()
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackSerializer.Serialize(buffer, 5);
        MessagePackSerializer.Serialize(buffer, new Point(1, 2));
        Assert.Equal(5, MessagePackSerializer.Deserialize<int>(buffer.WrittenMemory, null, out int read));
        Assert.Equal(1, read);
        Assert.Equal(new Point(1, 2), MessagePackSerializer.Deserialize<Point>(new ReadOnlySequence<byte>(buffer.WrittenMemory[read..])));
    }

    [Fact]
    public void A_formatter_of_ones_own_is_asked_first()
    {
        MessagePackSerializerOptions options = MessagePackSerializerOptions.Standard.WithResolver(
            CompositeResolver.Create([new Backwards()], [StandardResolver.Instance]));
        byte[] bytes = MessagePackSerializer.Serialize((string[])["abc"], options);
        Assert.Equal("91A3636261", Convert.ToHexString(bytes));
        Assert.Equal(["abc"], MessagePackSerializer.Deserialize<string[]>(bytes, options));
    }

    [Fact]
    public void Threads_share_formatters()
    {
        Parallel.For(0, 2000, i => Assert.Equal(new Point(i, -i), Again(new Point(i, -i))));
        Parallel.For(0, 2000, i => Assert.Equal(i, Again(new Everything { Maybe = i }).Maybe));
    }

    [Fact]
    public void Cancellation_stops_a_long_value()
    {
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.ThrowsAny<Exception>(() => MessagePackSerializer.Serialize(new Point[10], cancellationToken: cancelled.Token));
        Assert.ThrowsAny<Exception>(() => MessagePackSerializer.Deserialize<Point[]>(Convert.FromHexString("92C0C0"), cancellationToken: cancelled.Token));
    }

    private static T Again<T>(T value) => MessagePackSerializer.Deserialize<T>(MessagePackSerializer.Serialize(value));

    private static void Equal<T>(string hex, T value)
    {
        byte[] bytes = MessagePackSerializer.Serialize(value);
        Assert.Equal(hex, Convert.ToHexString(bytes));
        Assert.Equal(value, MessagePackSerializer.Deserialize<T>(bytes));
    }

    private static void Hex(string hex, byte[] bytes) => Assert.Equal(hex, Convert.ToHexString(bytes));

    private sealed class Backwards : IMessagePackFormatter<string?>
    {
        public void Serialize(ref MessagePackWriter writer, string? value, MessagePackSerializerOptions options) =>
            writer.Write(value is null ? null : new string([.. value.Reverse()]));

        public string? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
            reader.ReadString() is { } text ? new string([.. text.Reverse()]) : null;
    }
}
