using MessagePack;

namespace Compat.MessagePack.Tests;

public class BufferBorderSpecs
{
    [Fact]
    public void Strings_survive_wherever_the_output_buffer_ends()
    {
        for (var length = 1; length < 70; length++)
        {
            var texts = Enumerable.Range(0, 200).Select(i => new string((char)('a' + (i % 26)), length)).ToArray();
            Assert.Equal(texts, MessagePackSerializer.Deserialize<string[]>(MessagePackSerializer.Serialize(texts)));
        }
    }
}
