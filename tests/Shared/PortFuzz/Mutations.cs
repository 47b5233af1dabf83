using ToolZero.Core.Randomness;

namespace ToolZero.Tests.Shared.PortFuzz;

/// <summary>Damage to bytes: what a broken line, an old program or an attacker might send.</summary>
internal static class Mutations
{
    /// <summary>First bytes of MessagePack values that announce much: array, map, binary, text and extension of 32-bit length.</summary>
    private static readonly byte[] Heavy = [0xdd, 0xdf, 0xc6, 0xdb, 0xc9];

    public static byte[] Of(byte[] whole, byte[] other, RandomStream random)
    {
        switch (random.Next(8))
        {
            case 0: return Bytes(random.Next(64), random);
            case 1: return whole[..random.Next(whole.Length + 1)];
            case 2: return [.. whole, .. Bytes(random.Next(1, 16), random)];
            case 3: return [.. whole[..random.Next(whole.Length + 1)], .. other[random.Next(other.Length)..]];
            case 4: return other;
            default:
                var bytes = (byte[])whole.Clone();
                for (var n = random.Next(1, 5); n > 0 && bytes.Length > 0; n--) Damage(bytes, random);
                return bytes;
        }
    }

    public static byte[] Bytes(int count, RandomStream random) => [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(256))];

    private static void Damage(byte[] bytes, RandomStream random)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(4))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: bytes[at] = (byte)(0x90 + random.Next(16)); break;
            default:
                bytes[at] = random.Pick(Heavy);
                for (var i = 1; i < 5 && at + i < bytes.Length; i++) bytes[at + i] = (byte)random.Next(256);
                break;
        }
    }
}
