using System.Collections.Immutable;
using ToolZero.Actors.Tests.Hosting;
using ToolZero.Actors.Wire;

namespace ToolZero.Actors.Tests.Wire.Support;

/// <summary>
/// Frozen bytes: a line per manifest and wire version, <c>manifest version hex</c>. The newest line of a manifest is what this release writes;
/// older lines stay, because old releases still write them.
/// </summary>
internal static class GoldenBytes
{
    /// <summary>Set to 1 it adds lines for messages that have none, or that a new wire version writes in other bytes. It changes no line.</summary>
    public const string WriteMissing = "TOOLZERO_WRITE_WIRE_GOLDEN";

    private static string File { get; } = Path.Combine(ShippedFiles.Folder.Path, "..", "tests", "ToolZero.Actors.Tests", "Wire", "Golden", "messages.txt");

    public static ImmutableArray<(string Manifest, int Version, byte[] Bytes)> Read()
    {
        var lines = System.IO.File.Exists(File) ? System.IO.File.ReadAllLines(File).Where(l => l.Length > 0).Select(Parse).ToImmutableArray() : [];
        if (Environment.GetEnvironmentVariable(WriteMissing) != "1") return lines;
        var added = WireManifest.Entries.Where(e => IsNew(e, lines))
            .Select(e => (e.Manifest, Version: WireVersion.Own.Current, Bytes: e.Encode(WireSamples.Golden(e))));
        lines = [.. lines.Concat(added).OrderBy(l => l.Manifest, StringComparer.Ordinal).ThenBy(l => l.Version)];
        System.IO.File.WriteAllLines(File, lines.Select(l => $"{l.Manifest} {l.Version} {Convert.ToHexStringLower(l.Bytes)}"));
        return lines;
    }

    private static bool IsNew(WireEntry entry, ImmutableArray<(string Manifest, int Version, byte[] Bytes)> lines) =>
        lines.LastOrDefault(l => l.Manifest == entry.Manifest) is var (manifest, version, bytes)
        && (manifest is null || (version < WireVersion.Own.Current && !bytes.AsSpan().SequenceEqual(entry.Encode(WireSamples.Golden(entry)))));

    private static (string Manifest, int Version, byte[] Bytes) Parse(string line)
    {
        var parts = line.Split(' ');
        return (parts[0], int.Parse(parts[1]), Convert.FromHexString(parts[2]));
    }
}
