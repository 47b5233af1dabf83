using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Weights;

/// <summary>
/// Hashes a version behind its reception, on a thread of its own: the hash takes longer than a fast network, and whoever waits for both in turn waits twice.
/// </summary>
internal sealed class HashAhead : IDisposable
{
    private readonly SemaphoreSlim _news = new(0);
    private readonly ShadowWeights _shadow;
    private readonly Task<bool> _hashing;
    private long _position;
    private bool _ended;

    /// <param name="shadow">Hashed by nobody else until this object is disposed of.</param>
    public HashAhead(ShadowWeights shadow)
    {
        _shadow = shadow;
        _hashing = Background.Run(Hash);
    }

    /// <summary>Canonical bytes up to there will not change any more.</summary>
    public void Settled(long position)
    {
        Volatile.Write(ref _position, position);
        _news.Release();
    }

    /// <summary>Waits until all that is settled is hashed, and gives the shadow back.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _ended, true);
        _news.Release();
        _hashing.GetAwaiter().GetResult();
        _news.Dispose();
    }

    private bool Hash()
    {
        while (!Volatile.Read(ref _ended))
        {
            _news.Wait();
            _shadow.Settled(Volatile.Read(ref _position));
        }

        _shadow.Settled(Volatile.Read(ref _position));
        return true;
    }
}
