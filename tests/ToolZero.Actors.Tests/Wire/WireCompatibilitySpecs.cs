using System.Buffers;
using MessagePack;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Tests.Wire.Support;
using ToolZero.Actors.Wire;
using ToolZero.Actors.Wire.Values;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Wire;

/// <summary>Releases before and after this one: keys that are more, fewer or nil.</summary>
public class WireCompatibilitySpecs
{
    [Fact]
    public void Keys_of_a_later_release_are_skipped()
    {
        foreach (var entry in WireManifest.Entries)
        {
            var sample = WireSamples.Golden(entry);
            Assert.Equal(Contents.Of(sample), Contents.Of(entry.Decode(WithMoreKeys(entry.Encode(sample)), null)));
        }
    }

    [Fact]
    public void Keys_of_a_later_release_are_skipped_in_records_within_records()
    {
        var bytes = WithMoreKeys(WireWriter.Encode(new HeldLease(new LeaseId(4, 2), new WeightsKey(3, 9)), static (ref w, held) =>
        {
            w.Keys(3);
            w.Keys(4);
            w.Long(held.Lease.Unit);
            w.Int(held.Lease.Attempt);
            w.Texts(["added", "later"]);
            w.Nil();
            w.Keys(3);
            w.Long(held.Weights.Epoch);
            w.Long(held.Weights.Version);
            w.Text("later");
            w.Bool(true);
        }));
        Assert.Equal(new HeldLease(new LeaseId(4, 2), new WeightsKey(3, 9)), WireReader.Decode(bytes, LeaseValues.ReadHeldLease));
    }

    [Fact]
    public void Keys_that_an_earlier_release_did_not_send_take_their_defaults()
    {
        var reader = (ref WireReader r) => (r.Text(), r.Long(missing: 7), r.Bool(missing: true), r.Records(LeaseValues.ReadLeaseId).Length, r.TextOrNull());
        var sent = WireWriter.Encode("old", static (ref w, text) =>
        {
            w.Keys(1);
            w.Text(text);
        });
        Assert.Equal(("old", 7, true, 0, null), WireReader.Decode(sent, new WireRead<(string, long, bool, int, string?)>(reader)));
        Assert.Equal(new RunEvent.PhaseChanged(RunPhase.Failed, "why"), Decoded(new RunEvent.PhaseChanged(RunPhase.Failed, "why") { IsDataFault = true }, keys: 2));
    }

    [Fact]
    public void With_fewer_keys_or_nil_for_one_a_message_is_read_with_defaults_or_refused()
    {
        foreach (var entry in WireManifest.Entries)
        {
            var whole = entry.Encode(WireSamples.Golden(entry));
            var count = new MessagePackReader(whole).ReadArrayHeader();
            for (var keys = 0; keys < count; keys++)
            {
                AssertReadOrRefused(entry, WithKeys(whole, keys));
                AssertReadOrRefused(entry, WithNil(whole, keys));
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1, null)]
    [InlineData(3, 1, 2, 2, null)]
    [InlineData(3, 2, 1, 1, "update the other side")]
    [InlineData(1, 1, 3, 2, "update this side")]
    public void Nodes_whose_formats_overlap_understand_each_other(int own, int minimum, int other, int otherMinimum, string? remedy)
    {
        var problem = new WireVersion(own, minimum).Problem(new WireVersion(other, otherMinimum));
        if (remedy is null) Assert.Null(problem);
        else Assert.EndsWith(remedy, problem, StringComparison.Ordinal);
    }

    private static void AssertReadOrRefused(WireEntry entry, byte[] bytes)
    {
        try
        {
            Assert.IsType(entry.Type, entry.Decode(bytes, null));
        }
        catch (WireException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }

    private static object Decoded(object message, int keys)
    {
        var entry = WireManifest.ByType[message.GetType()];
        return entry.Decode(WithKeys(entry.Encode(message), keys), null);
    }

    /// <summary>The first keys only.</summary>
    private static byte[] WithKeys(byte[] record, int keys) => Rewritten(record, keys, nil: -1, added: 0);

    private static byte[] WithNil(byte[] record, int key) => Rewritten(record, int.MaxValue, nil: key, added: 0);

    /// <summary>With a number, a map, an array and a text behind the known keys.</summary>
    private static byte[] WithMoreKeys(byte[] record) => Rewritten(record, int.MaxValue, nil: -1, added: 4);

    private static byte[] Rewritten(byte[] record, int keys, int nil, int added)
    {
        var reader = new MessagePackReader(record);
        var count = Math.Min(keys, reader.ReadArrayHeader());
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(count + added);
        for (var key = 0; key < count; key++)
        {
            var from = (int)reader.Consumed;
            reader.Skip();
            if (key == nil) writer.WriteNil();
            else writer.WriteRaw(record.AsSpan(from..(int)reader.Consumed));
        }

        if (added > 0)
        {
            writer.Write(ulong.MaxValue);
            writer.WriteMapHeader(1);
            writer.Write("key");
            writer.Write(1.5);
            writer.WriteArrayHeader(2);
            writer.WriteNil();
            writer.Write(new byte[] { 1, 2 });
            writer.Write("text");
        }

        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
