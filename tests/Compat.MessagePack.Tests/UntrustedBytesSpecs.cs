using MessagePack;

namespace Compat.MessagePack.Tests;

public sealed class UntrustedBytesSpecs
{
    private static readonly MessagePackSerializerOptions Untrusted = MessagePackSerializerOptions.Standard.WithSecurity(MessagePackSecurity.UntrustedData);

    [Theory]
    [InlineData("DDFFFFFFFF0000000000")]
    [InlineData("DD7FFFFFFF0000000000")]
    [InlineData("DD100000000000000000")]
    [InlineData("DCFFFF00")]
    public void A_header_that_claims_more_elements_than_there_are_bytes_allocates_nothing(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Refused<int[]>(bytes);
        Refused<double[]>(bytes);
        Refused<List<string>>(bytes);
        Refused<Point>(bytes);
        Refused<Everything>(bytes);
        Refused<(int, int)>(bytes);
    }

    [Theory]
    [InlineData("C6FFFFFFFF00")]
    [InlineData("C67FFFFFFF00")]
    [InlineData("C5FFFF00")]
    [InlineData("DBFFFFFFFF00")]
    public void Lengths_of_bytes_are_checked(string hex) => Refused<byte[]>(Convert.FromHexString(hex));

    [Theory]
    [InlineData("DBFFFFFFFF61")]
    [InlineData("DB7FFFFFFF61")]
    [InlineData("DAFFFF61")]
    [InlineData("A261")]
    public void Lengths_of_strings_are_checked(string hex) => Refused<string>(Convert.FromHexString(hex));

    [Theory]
    [InlineData("DFFFFFFFFF00")]
    [InlineData("DF3FFFFFFF00")]
    [InlineData("DEFFFF00")]
    [InlineData("82A16101")]
    public void Lengths_of_maps_are_checked(string hex) => Refused<Dictionary<string, int>>(Convert.FromHexString(hex));

    [Theory]
    [InlineData("")]
    [InlineData("CC")]
    [InlineData("CD00")]
    [InlineData("D3000000")]
    [InlineData("C1")]
    [InlineData("A161")]
    [InlineData("CB3FF8000000000000")]
    [InlineData("CF8000000000000000")]
    [InlineData("CE80000000")]
    [InlineData("C0")]
    public void What_is_no_int_is_refused(string hex) => Refused<int>(Convert.FromHexString(hex));

    [Theory]
    [InlineData("FF")]
    [InlineData("CD0100")]
    public void What_is_no_byte_is_refused(string hex) => Refused<byte>(Convert.FromHexString(hex));

    [Theory]
    [InlineData("C70CFF000000007FFFFFFFFFFFFFFF")]
    [InlineData("D601FFFFFFFF")]
    [InlineData("D6FF0000")]
    public void What_is_no_time_is_refused(string hex) => Refused<DateTime>(Convert.FromHexString(hex));

    [Fact]
    public void Values_nest_only_so_deep()
    {
        Assert.NotNull(MessagePackSerializer.Deserialize<Chain>(Nested(400), Untrusted));
        Refused<Chain>(Nested(600));
        Refused<Chain>(Nested(100_000));
        MessagePackSerializerOptions shallow = Untrusted.WithSecurity(MessagePackSecurity.UntrustedData.WithMaximumObjectGraphDepth(5));
        Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<Chain>(Nested(10), shallow));
        Assert.Equal(500, Untrusted.Security.MaximumObjectGraphDepth);
    }

    [Fact]
    public void A_key_twice_is_refused() => Refused<Dictionary<string, int>>(Convert.FromHexString("82A16101A16102"));

    [Fact]
    public void A_key_of_nil_is_refused() => Refused<Dictionary<string, int>>(Convert.FromHexString("81C001"));

    [Fact]
    public void Keys_are_hashed_so_that_they_do_not_collide()
    {
        IEqualityComparer<long> comparer = MessagePackSecurity.UntrustedData.GetEqualityComparer<long>();
        Assert.True(Enumerable.Range(0, 1000).Select(i => comparer.GetHashCode(((long)i << 32) ^ i)).Distinct().Count() > 990);
        Assert.Equal(comparer.GetHashCode(5), comparer.GetHashCode(5));
        IEqualityComparer<double> numbers = MessagePackSecurity.UntrustedData.GetEqualityComparer<double>();
        Assert.Equal(numbers.GetHashCode(0.0), numbers.GetHashCode(-0.0));
        Assert.Throws<TypeAccessException>(() => MessagePackSecurity.UntrustedData.GetEqualityComparer<Point>());
        Assert.Same(EqualityComparer<Point>.Default, MessagePackSecurity.TrustedData.GetEqualityComparer<Point>());
    }

    [Fact]
    public void Random_bytes_give_a_value_or_one_kind_of_error()
    {
        Random random = new(1);
        for (int round = 0; round < 12_000; round++)
        {
            byte[] bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            if (bytes.Length > 0 && round % 2 == 0)
                bytes[0] = (byte)(0x90 + random.Next(16));
            Try(bytes);
        }
    }

    [Fact]
    public void Damaged_values_give_a_value_or_one_kind_of_error()
    {
        Random random = new(2);
        byte[] whole = MessagePackSerializer.Serialize(new Everything
        {
            Numbers = [1, 2, 3000],
            Points = new() { ["a"] = new Point(1, 2), ["b"] = new Point(3, 4) },
            Bytes = [1, 2, 3],
            Names = ["x", "yy"],
            Weights = [1, 2],
            Shape = new Square(1),
            Inner = new Everything { Shape = new Circle(2) },
            Time = DateTime.UnixEpoch,
            Map = new Dictionary<int, Signed> { [1] = Signed.Minus },
        });
        for (int round = 0; round < 12_000; round++)
        {
            byte[] damaged = [.. whole];
            for (int edits = 1 + random.Next(5); edits > 0; edits--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0)
                damaged = damaged[..random.Next(damaged.Length)];
            Try(damaged);
        }
    }

    private static void Try(byte[] bytes)
    {
        Attempt<Everything>(bytes);
        Attempt<Settings>(bytes);
        Attempt<Dictionary<long, Point[]>>(bytes);
        Attempt<Shape>(bytes);
        MessagePackReader reader = new(bytes);
        try
        {
            while (!reader.End)
                reader.Skip();
        }
        catch (Exception error) when (error is MessagePackSerializationException or EndOfStreamException or OverflowException)
        {
            Assert.InRange(reader.Consumed, 0, bytes.Length);
        }
    }

    private static void Attempt<T>(byte[] bytes)
    {
        try
        {
            MessagePackSerializer.Deserialize<T>(bytes, Untrusted);
        }
        catch (MessagePackSerializationException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }

    private static void Refused<T>(byte[] bytes)
    {
        // The first attempt may build the formatter.
        Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<T>(bytes, Untrusted));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<T>(bytes, Untrusted));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    private static byte[] Nested(int depth) => [.. Enumerable.Repeat((byte)0x91, depth), 0xC0];
}
