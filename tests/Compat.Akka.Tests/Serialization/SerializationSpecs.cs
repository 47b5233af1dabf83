using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using AkkaSerialization = Akka.Serialization.Serialization;

namespace Compat.Akka.Tests.Serialization;

public sealed class SerializationSpecs() : Kit($$"""
    akka.actor {
      serializers { numbers = "{{typeof(NumberSerializer).FullName}}, Compat.Akka.Tests", texts = "{{typeof(TextSerializer).FullName}}, Compat.Akka.Tests" }
      serialization-bindings {
        "{{typeof(INumber).FullName}}, Compat.Akka.Tests" = numbers
        "{{typeof(Text).FullName}}, Compat.Akka.Tests" = texts
      }
      serialization-identifiers { "{{typeof(TextSerializer).FullName}}, Compat.Akka.Tests" = 777 }
      serialization-settings.texts { prefix = "t:" }
    }
    """)
{
    private AkkaSerialization Registry => System.Serialization;

    [Fact]
    public void A_type_finds_its_serializer_through_class_or_interface()
    {
        Assert.IsType<NumberSerializer>(Registry.FindSerializerForType(typeof(Whole)));
        Assert.IsType<NumberSerializer>(Registry.FindSerializerFor(new Fraction(1, 2)));
        Assert.IsType<TextSerializer>(Registry.FindSerializerForType(typeof(Text)));
        Assert.IsType<ByteArraySerializer>(Registry.FindSerializerFor(new byte[] { 1 }));
    }

    [Fact]
    public void A_message_travels_as_bytes_number_and_manifest()
    {
        INumber message = new Fraction(3, 4);
        var serializer = Registry.FindSerializerFor(message);
        var manifest = AkkaSerialization.ManifestFor(serializer, message);
        Assert.Equal("f", manifest);
        Assert.Equal(message, Registry.Deserialize(Registry.Serialize(message), serializer.Identifier, manifest));
        Assert.Equal(55, serializer.Identifier);
    }

    [Fact]
    public void The_number_and_the_settings_of_a_serializer_come_from_the_configuration()
    {
        var serializer = Registry.FindSerializerForType(typeof(Text));
        Assert.Equal(777, serializer.Identifier);
        var message = new Text("hello");
        var manifest = AkkaSerialization.ManifestFor(serializer, message);
        Assert.Equal($"{typeof(Text).FullName}, Compat.Akka.Tests", manifest);
        var bytes = Registry.Serialize(message);
        Assert.Equal("t:hello", Encoding.UTF8.GetString(bytes));
        Assert.Equal(message, Registry.Deserialize(bytes, 777, manifest));
        Assert.Equal(message, Registry.Deserialize(bytes, 777, typeof(Text)));
    }

    [Fact]
    public void An_unknown_number_is_an_error() => Assert.ThrowsAny<Exception>(() => Registry.Deserialize([], 4711, "x"));

    [Fact]
    public void Bindings_can_be_added_in_code()
    {
        var serializer = new NumberSerializer((ExtendedActorSystem)System);
        Registry.AddSerializer("more", serializer);
        Registry.AddSerializationMap(typeof(Version), serializer);
        Assert.Same(serializer, Registry.FindSerializerForType(typeof(Version)));
    }

    [Fact]
    public async Task Serializers_can_be_given_as_objects()
    {
        var setup = SerializationSetup.Create(system =>
            ImmutableHashSet.Create(SerializerDetails.Create("numbers", new NumberSerializer(system), ImmutableHashSet.Create(typeof(Whole)))));
        var bootstrap = BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }"));
        var system = ActorSystem.Create("given", bootstrap.And(setup));
        Assert.IsType<NumberSerializer>(system.Serialization.FindSerializerForType(typeof(Whole)));
        await Within(system.Terminate());
    }

    [Fact]
    public void References_are_written_as_paths_and_found_again()
    {
        var probe = NewProbe("target");
        var path = AkkaSerialization.SerializedActorPath(probe.Ref);
        Assert.Equal($"akka://kit/user/target#{probe.Ref.Path.Uid}", path);
        Assert.Equal(probe.Ref, Registry.DeserializeActorRef(path));
    }

    [Fact]
    public async Task Messages_may_be_made_to_travel_through_their_serializers_locally()
    {
        var system = ActorSystem.Create("strict", ConfigurationFactory.ParseString("akka.actor.serialize-messages = on").WithFallback(System.Settings.Config));
        var probe = Probe.In(system);
        var message = new Fraction(1, 3);
        probe.Ref.Tell(message, ActorRefs.NoSender);
        var received = await probe.Next();
        Assert.Equal(message, received);
        Assert.NotSame(message, received);
        await Within(system.Terminate());
    }

    private interface INumber;

    private sealed record Whole(int Value) : INumber;

    private sealed record Fraction(int Numerator, int Denominator) : INumber;

    private sealed record Text(string Value);

    public sealed class NumberSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 55;

        public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(obj is Whole whole
            ? whole.Value.ToString(CultureInfo.InvariantCulture)
            : $"{((Fraction)obj).Numerator}/{((Fraction)obj).Denominator}");

        public override object FromBinary(byte[] bytes, string manifest)
        {
            var parts = Encoding.UTF8.GetString(bytes).Split('/').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            return manifest == "w" ? new Whole(parts[0]) : new Fraction(parts[0], parts[1]);
        }

        public override string Manifest(object o) => o is Whole ? "w" : "f";
    }

    public sealed class TextSerializer(ExtendedActorSystem system, Config config) : Serializer(system)
    {
        private readonly string _prefix = config.GetString("prefix");

        public override bool IncludeManifest => true;

        public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(_prefix + ((Text)obj).Value);

        public override object FromBinary(byte[] bytes, Type type) => new Text(Encoding.UTF8.GetString(bytes)[_prefix.Length..]);
    }
}
