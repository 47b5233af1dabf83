using System.Security.Cryptography;

namespace ToolZero.Model.Weights.Transfer;

/// <summary>
/// The SHA-256 of <see cref="TensorSet.Sha256"/> over the bytes of weights, taken piece by piece: while a version arrives in order, what
/// is here already is hashed while it is still in the processor's cache.
/// </summary>
public sealed class WeightHash(IWeightBytes weights) : IDisposable
{
    private const int PieceBytes = 1 << 18;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _tensor = -1;
    private long _offset;
    private long _left;

    /// <summary>Canonical bytes hashed so far.</summary>
    public long Position { get; private set; }

    /// <summary>Lower-case hexadecimal SHA-256 of all.</summary>
    public static string Of(IWeightBytes weights)
    {
        using var hash = new WeightHash(weights);
        return hash.Finish();
    }

    /// <summary>Hashes on until <paramref name="position"/> canonical bytes are in: a multiple of the element size.</summary>
    public void Advance(long position)
    {
        while (Position < position)
        {
            while (_left == 0) NextTensor();
            var length = (int)Math.Min(Math.Min(PieceBytes, _left), position - Position);
            _hash.AppendData(weights.Slice(_tensor, _offset, length));
            _offset += length;
            _left -= length;
            Position += length;
        }
    }

    /// <summary>Hashes the rest and gives the result; called once.</summary>
    public string Finish()
    {
        Advance(weights.Layout.Bytes);
        while (_tensor < weights.Layout.Tensors.Length - 1) NextTensor();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void NextTensor()
    {
        var slot = weights.Layout.Tensors[++_tensor];
        _hash.AppendData(slot.HeaderBytes);
        (_offset, _left) = (0, slot.Elements * weights.Layout.ElementBytes);
    }
}
