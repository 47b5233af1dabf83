using ToolZero.Actors.Wire;
using ToolZero.Actors.Wire.Values;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Ledger;

/// <summary>Scored groups as the ledger stores them: the bytes in which they come over the wire. What comes back is equal bit for bit.</summary>
public static class LedgerCodec
{
    public static byte[] Encode(ScoredGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return WireWriter.Encode(group, GroupValues.WriteGroup);
    }

    /// <param name="body">What <see cref="Encode"/> wrote.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <exception cref="DataException">The bytes are damaged.</exception>
    public static ScoredGroup Decode(ReadOnlyMemory<byte> body, string source)
    {
        try
        {
            return WireReader.Decode(body, GroupValues.ReadGroup);
        }
        catch (WireException e)
        {
            throw new DataException($"{source}: the stored group is damaged: {e.Message}", e);
        }
    }
}
