using Akka.Actor;

namespace Compat.Akka.Tests.Actor;

public sealed class ActorPathSpecs
{
    [Theory]
    [InlineData("akka://sys/user/a/b", "akka://sys", "/user/a/b", 0)]
    [InlineData("akka.tcp://sys@host:2552/user/a#123", "akka.tcp://sys@host:2552", "/user/a", 123)]
    [InlineData("akka.tcp://sys@[::1]:2552/user", "akka.tcp://sys@[::1]:2552", "/user", 0)]
    [InlineData("akka://sys/", "akka://sys", "/", 0)]
    public void Paths_parse_and_print(string text, string address, string local, long uid)
    {
        var path = ActorPath.Parse(text);
        Assert.Equal(address, path.Address.ToString());
        Assert.Equal(local, path.ToStringWithoutAddress());
        Assert.Equal(uid, path.Uid);
        Assert.Equal(text, path.ToSerializationFormat());
        Assert.Equal(path, ActorPath.Parse(path.ToSerializationFormat()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("user/a")]
    [InlineData("akka://")]
    [InlineData("akka.tcp://sys@host/user")]
    [InlineData("akka.tcp://sys@host:port/user")]
    public void What_is_no_path_is_refused(string text) => Assert.False(ActorPath.TryParse(text, out _));

    [Fact]
    public void Paths_are_built_and_taken_apart()
    {
        var root = new RootActorPath(new Address("akka", "sys"));
        var path = root / "user" / "a" / "b";
        Assert.Equal("akka://sys/user/a/b", path.ToString());
        Assert.Equal(["user", "a", "b"], path.Elements);
        Assert.Equal("b", path.Name);
        Assert.Equal(root / "user" / "a", path.Parent);
        Assert.Equal(root, path.Root);
        Assert.Equal(3, path.Depth);
        Assert.Equal(path, root / new[] { "user", "a", "b" });
        Assert.True(path == ActorPath.Parse("akka://sys/user/a/b"));
        Assert.True(path != root / "user" / "a" / "c");
    }

    [Fact]
    public void The_incarnation_does_not_count_for_equality()
    {
        var path = ActorPath.Parse("akka://sys/user/a");
        Assert.Equal(path, path.WithUid(7));
        Assert.Equal(path.GetHashCode(), path.WithUid(7).GetHashCode());
        Assert.Equal("akka://sys/user/a#7", path.WithUid(7).ToStringWithUid());
    }

    [Fact]
    public void The_address_of_the_caller_fills_in_for_a_local_one_only()
    {
        var seen = new Address("akka.tcp", "sys", "host", 1);
        Assert.Equal("akka.tcp://sys@host:1/user/a", ActorPath.Parse("akka://sys/user/a").ToStringWithAddress(seen));
        Assert.Equal("akka.tcp://x@y:2/user/a", ActorPath.Parse("akka.tcp://x@y:2/user/a").ToStringWithAddress(seen));
        Assert.Equal("akka.tcp://sys@host:1/user/a#5", ActorPath.Parse("akka://sys/user/a#5").ToSerializationFormatWithAddress(seen));
    }

    [Fact]
    public void Addresses_compare_by_value()
    {
        var address = new Address("akka.tcp", "sys", "host", 2552);
        Assert.Equal(address, Address.Parse("akka.tcp://sys@host:2552"));
        Assert.Equal("sys@host:2552", address.HostPort());
        Assert.True(address.HasGlobalScope);
        Assert.True(new Address("akka", "sys").HasLocalScope);
        Assert.NotEqual(address, address.WithPort(1));
        Assert.True(address == address.WithHost("host"));
    }
}
