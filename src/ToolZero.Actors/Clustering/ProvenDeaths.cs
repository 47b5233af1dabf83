using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Akka.Event;

namespace ToolZero.Actors.Clustering;

/// <summary>
/// Addresses whose process is known to be gone, of one actor system. Safe for threads. Found by the system's event stream, because that is what Akka
/// hands to a failure detector that it makes by its name.
/// </summary>
internal sealed class ProvenDeaths
{
    private static readonly ConditionalWeakTable<EventStream, ProvenDeaths> Systems = [];
    private readonly ConcurrentDictionary<string, bool> _addresses = new(StringComparer.Ordinal);

    /// <summary>Those of a system.</summary>
    /// <param name="events">Its event stream.</param>
    public static ProvenDeaths Of(EventStream events) => Systems.GetValue(events, _ => new ProvenDeaths());

    public void Add(string address) => _addresses.TryAdd(address, true);

    public void Remove(string address) => _addresses.TryRemove(address, out _);

    public bool Contains(string address) => _addresses.ContainsKey(address);
}
