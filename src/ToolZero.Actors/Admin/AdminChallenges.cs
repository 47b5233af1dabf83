using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace ToolZero.Actors.Admin;

/// <summary>What a challenge is worth when it comes back.</summary>
internal enum ChallengeState
{
    Good,
    Stale,
    Used,
    TooMany,
}

/// <summary>
/// Challenges that cost nothing to issue: a token holds its time, a nonce and a tag by a key of this incarnation, so only those that came back
/// with the right signature are remembered, for as long as they would be good. Pure.
/// </summary>
/// <param name="Key">Random key of this incarnation: tokens of an earlier one are stale.</param>
internal sealed record AdminChallenges(ImmutableArray<byte> Key)
{
    /// <summary>How long a challenge is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>Used challenges that are remembered; beyond, commands are refused until some have expired.</summary>
    public const int MaxUsed = 20_000;

    private const int TimeBytes = sizeof(long);
    private const int NonceBytes = 16;
    private const int TokenBytes = TimeBytes + NonceBytes + HMACSHA256.HashSizeInBytes;

    /// <summary>Nonces of used challenges by the time they were issued; several clients may have been given the same moment.</summary>
    public ImmutableSortedSet<(long Ticks, string Nonce)> Used { get; init; } = [];

    public static AdminChallenges Create() => new([.. RandomNumberGenerator.GetBytes(32)]);

    /// <summary>A token of this moment.</summary>
    public byte[] Issue(DateTimeOffset now, ReadOnlySpan<byte> nonce)
    {
        var token = new byte[TokenBytes];
        BinaryPrimitives.WriteInt64LittleEndian(token, now.UtcTicks);
        nonce[..NonceBytes].CopyTo(token.AsSpan(TimeBytes));
        HMACSHA256.HashData(Key.AsSpan(), token.AsSpan(0, TimeBytes + NonceBytes), token.AsSpan(TimeBytes + NonceBytes));
        return token;
    }

    /// <inheritdoc cref="Issue(DateTimeOffset, ReadOnlySpan{byte})"/>
    public byte[] Issue(DateTimeOffset now) => Issue(now, RandomNumberGenerator.GetBytes(NonceBytes));

    /// <summary>Uses a token up. Ask only after the signature over it was found right.</summary>
    public (AdminChallenges Next, ChallengeState State) Redeem(byte[] token, DateTimeOffset now)
    {
        if (token.Length != TokenBytes) return (this, ChallengeState.Stale);
        var tag = HMACSHA256.HashData(Key.AsSpan(), token.AsSpan(0, TimeBytes + NonceBytes));
        if (!CryptographicOperations.FixedTimeEquals(tag, token.AsSpan(TimeBytes + NonceBytes))) return (this, ChallengeState.Stale);
        var issued = BinaryPrimitives.ReadInt64LittleEndian(token);
        var oldest = (now - Lifetime).UtcTicks;
        if (issued < oldest) return (this, ChallengeState.Stale);
        var used = Used;
        while (!used.IsEmpty && used[0].Ticks < oldest) used = used.Remove(used[0]);
        var key = (issued, Convert.ToHexString(token, TimeBytes, NonceBytes));
        if (used.Contains(key)) return (this with { Used = used }, ChallengeState.Used);
        return used.Count >= MaxUsed
            ? (this with { Used = used }, ChallengeState.TooMany)
            : (this with { Used = used.Add(key) }, ChallengeState.Good);
    }
}
