using System.Text.RegularExpressions;
using ToolZero.Actors.Tests.Hosting;
using ToolZero.Actors.Tests.Wire.Support;
using ToolZero.Actors.Wire;

namespace ToolZero.Actors.Tests.Wire;

public partial class WireManifestSpecs
{
    private static readonly string Documentation = File.ReadAllText(Path.Combine(ShippedFiles.Folder.Path, "..", "docs", "wire.md"));

    [Fact]
    public void Manifests_are_lower_case_words_below_a_protocol() =>
        Assert.All(WireManifest.Entries, e => Assert.Matches("^[a-z]+\\.[a-z0-9]+(-[a-z0-9]+)*$", e.Manifest));

    [Fact]
    public void Every_message_comes_back_as_it_was_sent()
    {
        foreach (var entry in WireManifest.Entries)
        {
            for (ulong seed = 0; seed < 60; seed++)
            {
                var sent = new WireSamples(seed).Message(entry.Type);
                Assert.Equal(Contents.Of(sent), Contents.Of(entry.Decode(entry.Encode(sent), null)));
            }
        }
    }

    [Fact]
    public void Golden_bytes_are_what_this_release_writes_and_reads()
    {
        var golden = GoldenBytes.Read();
        foreach (var entry in WireManifest.Entries)
        {
            var newest = golden.LastOrDefault(g => g.Manifest == entry.Manifest).Bytes;
            Assert.True(newest is not null, $"{entry.Manifest} has no golden bytes: run this test once with {GoldenBytes.WriteMissing}=1 and commit the file");
            var sample = WireSamples.Golden(entry);
            Assert.True(
                newest.AsSpan().SequenceEqual(entry.Encode(sample)),
                $"{entry.Manifest} is written in other bytes than before. A key may only be added at the end, with a new wire version and a new line of golden bytes.");
            Assert.Equal(Contents.Of(sample), Contents.Of(entry.Decode(newest, null)));
        }
    }

    [Fact]
    public void Bytes_of_every_earlier_release_are_still_read()
    {
        foreach (var (manifest, version, bytes) in GoldenBytes.Read().Where(g => g.Version >= WireVersion.Own.Minimum))
        {
            Assert.True(WireManifest.ByManifest.TryGetValue(manifest, out var entry), $"{manifest} of wire version {version} is not read any more: raise WireVersion.Minimum");
            Assert.NotNull(entry.Decode(bytes, null));
        }
    }

    [Fact]
    public void The_documentation_lists_every_manifest_with_its_type_and_all_its_keys()
    {
        var rows = Row().Matches(Documentation).ToDictionary(m => m.Groups[1].Value);
        Assert.Equal(WireManifest.Entries.Select(e => e.Manifest).Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        foreach (var entry in WireManifest.Entries)
        {
            var row = rows[entry.Manifest];
            var name = entry.Type.DeclaringType is { } outer ? $"{outer.Name}.{entry.Type.Name}" : entry.Type.Name;
            Assert.Equal(name, row.Groups[2].Value);
            Assert.InRange(int.Parse(row.Groups[4].Value), 1, WireVersion.Own.Current);
            var keys = Key().Matches(row.Groups[3].Value).Select(m => int.Parse(m.Groups[1].Value));
            Assert.True(
                keys.SequenceEqual(Enumerable.Range(0, KeysOf(entry))),
                $"docs/wire.md lists keys {string.Join(", ", keys)} of {entry.Manifest}, and it has {KeysOf(entry)}");
        }
    }

    [Fact]
    public void The_documentation_freezes_the_numbers_of_every_enumeration_that_travels()
    {
        foreach (var type in WireManifest.Entries.SelectMany(e => Parts.Of(e.Type)).Where(t => t.IsEnum).Distinct())
        {
            var row = $"| {type.Name} | {string.Join(", ", Enum.GetValues(type).Cast<object>().Select(v => $"{Convert.ToInt32(v)} {v}"))} |\n";
            Assert.True(Documentation.Contains(row, StringComparison.Ordinal), "docs/wire.md has no row\n" + row);
        }
    }

    /// <summary>The array header of a record.</summary>
    private static int KeysOf(WireEntry entry) => new MessagePack.MessagePackReader(entry.Encode(WireSamples.Golden(entry))).ReadArrayHeader();

    // | `manifest` | `Type` | 0 name: meaning; 1 name: meaning | since |
    [GeneratedRegex(@"^\| `([a-z0-9.-]+\.[a-z0-9-]+)` \| `([A-Za-z.]+)` \| (.*) \| (\d+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"(?:^|; )(\d+) [a-z0-9-]+: ")]
    private static partial Regex Key();
}
