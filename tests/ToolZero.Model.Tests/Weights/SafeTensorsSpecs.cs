using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using ToolZero.Core.Data;
using ToolZero.Core.Randomness;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Weights;

public sealed class SafeTensorsSpecs
{
    private const string Sound = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]}}""";

    [Fact]
    public void What_is_written_is_read_back_in_every_type()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var values = tensor([1.5f, -2f, 0.25f, 7f, 0f, 1024f], [2, 3]);
        var written = new[]
        {
            KeyValuePair.Create("single", values), KeyValuePair.Create("half", values.to(ScalarType.Float16)),
            KeyValuePair.Create("brain", values.to(ScalarType.BFloat16)), KeyValuePair.Create("long", values.to(ScalarType.Int64)),
            KeyValuePair.Create("turned", values.t()), KeyValuePair.Create("scalar", tensor(3f)), KeyValuePair.Create("none", zeros(0, 3)),
        };
        SafeTensors.Write(folder["x.safetensors"], written, new Dictionary<string, string> { ["who"] = "me" });
        using var file = SafeTensorsFile.Open(folder["x.safetensors"]);
        Assert.Equal("me", file.Header.Metadata["who"]);
        Assert.Equal("pt", file.Header.Metadata["format"]);
        foreach (var (name, tensor) in written)
        {
            var read = file.Read(name);
            Assert.Equal(tensor.dtype, read.dtype);
            Assert.Equal(tensor.shape, read.shape);
            if (tensor.numel() > 0)
                Assert.Equal(tensor.to(ScalarType.Float32).contiguous().data<float>().ToArray(), read.to(ScalarType.Float32).data<float>().ToArray());
        }

        Assert.Equal(["x.safetensors"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Assert.Contains("no tensor 'zz'", Assert.Throws<DataException>(() => file.Read("zz")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_header_is_understood()
    {
        var header = SafeTensorsHeader.Parse(Encoding.UTF8.GetBytes(Sound + "   "), 32, "f");
        Assert.Equal(["a", "b"], header.Entries.Select(e => e.Name));
        Assert.Equal([2L, 3L], header.Entries[0].Shape.AsEnumerable());
    }

    [Theory]
    [InlineData("[0,24]", "[0,20]", "'a': data_offsets [0, 20] hold 20 bytes but F32 of shape [2, 3] has 24")]
    [InlineData("[0,24]", "[24,0]", "'a': data_offsets")]
    [InlineData("[24,32]", "[16,24]", "'b' begins at data byte 16, inside of the one before")]
    [InlineData("[24,32]", "[26,34]", "'b' ends at data byte 34")]
    [InlineData("[4]", "[3]", "'b': data_offsets")]
    [InlineData("[4]", "[4,9223372036854775807]", "'b': shape [4, 9223372036854775807] is larger")]
    [InlineData("[4]", "[4294967296,4294967296]", "is larger than any file")]
    [InlineData("[4]", "[-4]", "'b': shape must hold whole numbers")]
    [InlineData("[4]", "[4.0]", "'b': shape must hold whole numbers")]
    [InlineData("[4]", "[1,1,1,1,1,1,1,1,4]", "'b': shape holds more than 8")]
    [InlineData("\"BF16\"", "\"F8_E4M3\"", "'b': dtype 'F8_E4M3' is not supported")]
    [InlineData("\"BF16\"", "16", "'b': field 'dtype'")]
    [InlineData("\"b\"", "\"a\"", "'a' is named twice")]
    [InlineData("\"dtype\":\"BF16\"", "\"type\":\"BF16\"", "'b': field 'type' is unknown")]
    [InlineData(",\"data_offsets\":[24,32]", "", "'b' needs dtype, shape and two data_offsets")]
    [InlineData(",\"shape\":[4]", ",\"shape\":[4],\"shape\":[4]", "'b': field 'shape' is unknown, repeated")]
    [InlineData("\"pt\"", "1", "__metadata__ entry 'format' must be a string")]
    [InlineData("}}", "}", "not valid JSON")]
    [InlineData("}}", "}}x", "not valid JSON")]
    [InlineData("\"b\"", "\"\\ud800\"", "not UTF-8")]
    [InlineData("{\"__m", "[\"__m", "does not begin with '{'")]
    public void Faults_are_named_in_one_line(string good, string bad, string expected)
    {
        var json = Sound.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Sound, json);
        var error = Assert.Throws<DataException>(() => SafeTensorsHeader.Parse(Encoding.UTF8.GetBytes(json), 32, "f.safetensors"));
        Assert.StartsWith("f.safetensors: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Holes_and_leftovers_are_faults()
    {
        Assert.Contains("belong to no tensor", Assert.Throws<DataException>(() => SafeTensorsHeader.Parse(Encoding.UTF8.GetBytes(Sound), 33, "f")).Message, StringComparison.Ordinal);
        var hole = Sound.Replace("[24,32]", "[28,36]", StringComparison.Ordinal);
        Assert.Contains("data bytes 24 to 28 before tensor 'b'", Assert.Throws<DataException>(() => SafeTensorsHeader.Parse(Encoding.UTF8.GetBytes(hole), 36, "f")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10UL << 30, "header of 10737418240 bytes (at most")]
    [InlineData(ulong.MaxValue, "header of 18446744073709551615 bytes (at most")]
    [InlineData(90_000_000UL, "but has 48 in all; it is truncated")]
    public void A_giant_header_is_refused_before_anything_is_allocated(ulong length, string expected)
    {
        using var folder = new TemporaryFolder();
        var bytes = new byte[48];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(folder["x.safetensors"], bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DataException>(() => SafeTensorsFile.Open(folder["x.safetensors"]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2_000_000);
    }

    [Fact]
    public void Every_truncation_of_a_file_is_a_fault()
    {
        using var folder = new TemporaryFolder();
        using var values = zeros(3, 5);
        SafeTensors.Write(folder["x.safetensors"], [KeyValuePair.Create("a", values), KeyValuePair.Create("b", values)]);
        var whole = File.ReadAllBytes(folder["x.safetensors"]);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder["y.safetensors"], whole[..length]);
            Assert.StartsWith(folder["y.safetensors"] + ": ", Assert.Throws<DataException>(() => SafeTensorsFile.Open(folder["y.safetensors"])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Twenty_thousand_mutated_headers_are_read_or_refused_and_never_crash()
    {
        var seed = Encoding.UTF8.GetBytes(Sound);
        var random = new RandomStream(2026);
        string[] splices = ["9223372036854775807", "-1", "0", "1e400", "null", "[", "]", "{", "}", "\"", ",", ":", "\\u0000", "\\ud800", "\"a\":", "[0,24]", "\"F64\"", "99999999999999999999"];
        var accepted = 0;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 25_000; i++)
        {
            var bytes = seed.ToList();
            for (var change = random.Next(4); change >= 0; change--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(5))
                {
                    case 0: bytes[at] = (byte)random.Next(256); break;
                    case 1: bytes.RemoveRange(at, Math.Min(1 + random.Next(12), bytes.Count - at)); break;
                    case 2: bytes.InsertRange(at, Encoding.UTF8.GetBytes(random.Pick(splices))); break;
                    case 3: bytes[at] = (byte)"0123456789"[random.Next(10)]; break;
                    default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(1 + random.Next(30), bytes.Count - at))); break;
                }

                if (bytes.Count == 0) bytes.Add((byte)'{');
            }

            try
            {
                var header = SafeTensorsHeader.Parse(bytes.ToArray(), 32, "f");
                // What is accepted covers the data exactly.
                Assert.Equal(32, header.Entries.Sum(e => e.Bytes));
                Assert.All(header.Entries, e => Assert.InRange(e.End, e.Begin, 32));
                accepted++;
            }
            catch (DataException e)
            {
                Assert.StartsWith("f: ", e.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.InRange(accepted, 1, 20_000);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        using var values = ones(2);
        SafeTensors.Write(folder["x.safetensors"], [KeyValuePair.Create("a", values)]);
        var before = File.ReadAllBytes(folder["x.safetensors"]);
        using var odd = zeros(2, dtype: ScalarType.ComplexFloat32);
        Assert.ThrowsAny<ArgumentException>(() => SafeTensors.Write(folder["x.safetensors"], [KeyValuePair.Create("a", odd)]));
        Assert.ThrowsAny<ArgumentException>(() => SafeTensors.Write(folder["x.safetensors"], [KeyValuePair.Create("a", values), KeyValuePair.Create("a", values)]));
        Assert.Equal(before, File.ReadAllBytes(folder["x.safetensors"]));
    }
}
