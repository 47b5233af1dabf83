using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Serialization;

/// <summary>Where references are being written to: the address by which the receiver reaches this system.</summary>
public sealed record Information(Address Address, ActorSystem System);

/// <summary>The serializers of a system and which type each is for.</summary>
public class Serialization
{
    [ThreadStatic]
    private static Information _currentTransport;

    private readonly ConcurrentDictionary<string, Serializer> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, Serializer> _byId = new();
    private readonly ConcurrentDictionary<Type, Serializer> _bindings = new();
    private readonly ConcurrentDictionary<Type, Serializer> _found = new();
    private readonly NullSerializer _null;

    /// <exception cref="ConfigurationException">A binding names a serializer or a type that is not there.</exception>
    public Serialization(ExtendedActorSystem system)
    {
        System = system;
        _null = new NullSerializer(system);
        AddSerializer("null", _null);
        AddFromSetup();
        AddFromConfig(system.Settings.Config);
    }

    public ExtendedActorSystem System { get; }

    public static Information GetCurrentTransportInformation() =>
        _currentTransport ?? throw new InvalidOperationException("CurrentTransportInformation is not set. Use Serialization.WithTransport<T>.");

    public static T WithTransport<T>(ExtendedActorSystem system, Func<T> action) => WithTransport(system, system.Provider.DefaultAddress, action);

    public static T WithTransport<TState, T>(ExtendedActorSystem system, TState state, Func<TState, T> action) => WithTransport(system, () => action(state));

    public static T WithTransport<T>(ActorSystem system, Address address, Func<T> action)
    {
        var outer = _currentTransport;
        _currentTransport = new Information(address, system);
        try
        {
            return action();
        }
        finally
        {
            _currentTransport = outer;
        }
    }

    /// <summary>The path to put on the wire for a reference: full, with address and incarnation.</summary>
    public static string SerializedActorPath(IActorRef actorRef)
    {
        if (actorRef is null || Equals(actorRef, ActorRefs.NoSender)) return string.Empty;
        if (_currentTransport is { } transport) return actorRef.Path.ToSerializationFormatWithAddress(transport.Address);
        var own = (actorRef as IInternalActorRef)?.Provider.DefaultAddress;
        return own is null ? actorRef.Path.ToSerializationFormat() : actorRef.Path.ToSerializationFormatWithAddress(own);
    }

    public static string ManifestFor(Serializer s, object msg) => s switch
    {
        SerializerWithStringManifest named => named.Manifest(msg),
        { IncludeManifest: true } => $"{msg.GetType().FullName}, {msg.GetType().Assembly.GetName().Name}",
        _ => string.Empty,
    };

    public IActorRef DeserializeActorRef(string path) => System.Provider.ResolveActorRef(path);

    public void AddSerializer(string name, Serializer serializer)
    {
        if (_byId.TryGetValue(serializer.Identifier, out var taken) && taken.GetType() != serializer.GetType())
            throw new ConfigurationException($"Serializer {name} ({serializer.GetType()}) has the identifier {serializer.Identifier} of {taken.GetType()}.");
        _byId[serializer.Identifier] = serializer;
        _byName[name] = serializer;
    }

    public void AddSerializationMap(Type type, Serializer serializer)
    {
        _bindings[type] = serializer;
        _found.Clear();
    }

    public byte[] Serialize(object o) => WithTransport(System, () => FindSerializerFor(o).ToBinary(o));

    /// <exception cref="SerializationException">No serializer has that number.</exception>
    public object Deserialize(byte[] bytes, int serializerId, Type type) => WithTransport(System, () => ById(serializerId, type?.ToString()).FromBinary(bytes, type));

    /// <exception cref="SerializationException">No serializer has that number, or the manifest names no type.</exception>
    public object Deserialize(byte[] bytes, int serializerId, string manifest) => WithTransport(System, () =>
    {
        var serializer = ById(serializerId, manifest);
        if (serializer is SerializerWithStringManifest named) return named.FromBinary(bytes, manifest);
        if (string.IsNullOrEmpty(manifest)) return serializer.FromBinary(bytes, null);
        var type = Type.GetType(manifest) ?? throw new SerializationException($"Cannot find manifest class [{manifest}] for serializer with id [{serializerId}].");
        return serializer.FromBinary(bytes, type);
    });

    public Serializer FindSerializerFor(object obj, string defaultSerializerName = null) =>
        obj is null ? _null : FindSerializerForType(obj.GetType(), defaultSerializerName);

    /// <summary>The serializer bound to the type itself, else to the most derived of its bases and interfaces that is bound.</summary>
    /// <exception cref="SerializationException">None is bound and no default is named.</exception>
    public Serializer FindSerializerForType(Type objectType, string defaultSerializerName = null)
    {
        if (_found.TryGetValue(objectType, out var known)) return known;
        var found = Bound(objectType);
        if (found is null && defaultSerializerName is not null) return _byName[defaultSerializerName];
        return found is null
            ? throw new SerializationException($"Serializer not found for type {objectType}: bind it in akka.actor.serialization-bindings.")
            : _found.GetOrAdd(objectType, found);
    }

    private Serializer Bound(Type type)
    {
        if (_bindings.TryGetValue(type, out var exact)) return exact;
        var candidates = _bindings.Where(binding => binding.Key.IsAssignableFrom(type)).ToArray();
        foreach (var candidate in candidates)
        {
            // The most derived: no other candidate is below it.
            if (!candidates.Any(other => other.Key != candidate.Key && candidate.Key.IsAssignableFrom(other.Key))) return candidate.Value;
        }

        return null;
    }

    private Serializer ById(int serializerId, string manifest) => _byId.TryGetValue(serializerId, out var serializer)
        ? serializer
        : throw new SerializationException(
            $"Cannot find serializer with id [{serializerId}] (class [{manifest}]). The most probable reason is that the configuration entry 'akka.actor.serializers' is not in sync between the two systems.");

    private void AddFromConfig(Config config)
    {
        var section = config.GetConfig("akka.actor.serializers");
        foreach (var (name, value) in section.AsEnumerable())
        {
            var settings = config.GetConfig($"akka.actor.serialization-settings.\"{name}\"") ?? Config.Empty;
            AddSerializer(name, TypeLoading.Create<Serializer>(value.GetString(), $"akka.actor.serializers.{name}", [[System, settings], [System]]));
        }

        foreach (var (typeName, value) in config.GetConfig("akka.actor.serialization-bindings").AsEnumerable())
        {
            var key = $"akka.actor.serialization-bindings.\"{typeName}\"";
            if (!_byName.TryGetValue(value.GetString(), out var serializer)) throw new ConfigurationException($"{key}: there is no serializer [{value.GetString()}].");
            _bindings[TypeLoading.Load(typeName, key)] = serializer;
        }
    }

    private void AddFromSetup()
    {
        var setup = System.Settings.Setup.Get<SerializationSetup>();
        if (!setup.HasValue) return;
        foreach (var details in setup.Value.CreateSerializers(System))
        {
            AddSerializer(details.Alias, details.Serializer);
            foreach (var type in details.UseFor) _bindings[type] = details.Serializer;
        }
    }
}
