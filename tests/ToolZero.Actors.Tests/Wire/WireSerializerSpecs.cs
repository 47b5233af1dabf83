using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using ToolZero.Actors.Tests.Support;
using ToolZero.Actors.Tests.Wire.Support;
using ToolZero.Actors.Wire;
using ToolZero.Core.Prompts;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;
using static ToolZero.Actors.Reward.RewardProtocol;

namespace ToolZero.Actors.Tests.Wire;

public sealed class WireSerializerSpecs : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("wire", WireConfiguration.Config.WithFallback(ConfigurationFactory.ParseString("akka.loglevel = off")));

    private Serialization Serialization => _system.Serialization;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public void Akka_finds_the_serializer_of_every_registered_message()
    {
        foreach (var entry in WireManifest.Entries)
        {
            var sent = WireSamples.Golden(entry);
            var serializer = Assert.IsType<WireSerializer>(Serialization.FindSerializerFor(sent));
            Assert.Equal(WireSerializer.FixedIdentifier, serializer.Identifier);
            Assert.Equal(entry.Manifest, serializer.Manifest(sent));
            var received = Serialization.Deserialize(Serialization.Serialize(sent), serializer.Identifier, entry.Manifest);
            Assert.Equal(Contents.Of(sent), Contents.Of(received));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Hm.")]
    public void Reasoning_that_data_give_as_empty_arrives_as_given(string? reasoning)
    {
        var turn = new Message(Role.Assistant, "a").WithReasoning(reasoning);
        var sent = new ScoreGroup(new GroupId(7), Samples.Task(7) with { Messages = [turn] }, []);
        var manifest = ((SerializerWithStringManifest)Serialization.FindSerializerFor(sent)).Manifest(sent);
        var received = (ScoreGroup)Serialization.Deserialize(Serialization.Serialize(sent), WireSerializer.FixedIdentifier, manifest);
        Assert.Equal(turn, received.Task.Messages.Single());
        Assert.Equal(reasoning?.Length == 0, received.Task.Messages.Single().GivesEmptyReasoning);
    }

    [Fact]
    public void A_type_that_is_not_registered_is_refused_by_name()
    {
        var error = Assert.Throws<WireException>(() => Serialization.Serialize(new Uri("http://somewhere")));
        Assert.Contains("System.Uri", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Bytes_for_a_serializer_that_creates_types_by_name_are_refused_without_looking_at_the_type(int identifier)
    {
        // Without remoting Akka knows the Json serializer only; the others are refused by its table.
        var bytes = "{\"$type\":\"System.Uri, System\"}"u8.ToArray();
        Assert.ThrowsAny<System.Runtime.Serialization.SerializationException>(() => Serialization.Deserialize(bytes, identifier, "System.Uri, System"));
    }

    [Fact]
    public void An_unknown_manifest_and_damaged_bytes_are_one_typed_error()
    {
        var bytes = Serialization.Serialize(new Acknowledged(new GroupId(7)));
        Assert.Throws<WireException>(() => Serialization.Deserialize(bytes, WireSerializer.FixedIdentifier, "coordinator.acknowledged-2"));
        Assert.Throws<WireException>(() => Serialization.Deserialize(bytes, WireSerializer.FixedIdentifier, "coordinator.request-work"));
        Assert.Throws<WireException>(() => Serialization.Deserialize([], WireSerializer.FixedIdentifier, "coordinator.acknowledged"));
        Assert.Throws<WireException>(() => Serialization.Deserialize([.. bytes, 0], WireSerializer.FixedIdentifier, "coordinator.acknowledged"));
    }
}
