using System.Collections.Frozen;
using System.Collections.Immutable;
using ToolZero.Actors.Wire.Messages;

namespace ToolZero.Actors.Wire;

/// <summary>
/// Every message that may cross a process, by manifest and by type; docs/wire.md has the same list. A message is added with a Write and a Read
/// in <c>Messages/</c>, a line in that file's <c>Entries</c>, its rows in docs/wire.md and its golden bytes.
/// </summary>
internal static class WireManifest
{
    public static ImmutableArray<WireEntry> Entries { get; } =
    [
        .. CoordinatorWire.Entries,
        .. LearnerWire.Entries,
        .. RewardWire.Entries,
        .. RunEventWire.Entries,
        .. AdminWire.Entries,
        .. AdminAnswersWire.Entries,
        .. WeightsWire.Entries,
        .. RunWire.Entries,
        .. ClusterWire.Entries,
        .. NodeWire.Entries,
    ];

    public static FrozenDictionary<string, WireEntry> ByManifest { get; } = Entries.ToFrozenDictionary(e => e.Manifest, StringComparer.Ordinal);

    public static FrozenDictionary<Type, WireEntry> ByType { get; } = Entries.ToFrozenDictionary(e => e.Type);
}
