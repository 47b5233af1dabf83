namespace ToolZero.Actors.Wire;

/// <summary>Bounds that are checked before memory is taken for what a peer claims to send.</summary>
internal static class WireLimits
{
    /// <summary>Bytes of one message, and of one frame of the transport. A batch of 32 groups of 16 samples of 1,024 tokens has about 8 MiB.</summary>
    public const int Message = 32 * 1024 * 1024;

    /// <summary>Bytes of one text in UTF-8.</summary>
    public const int Text = 4 * 1024 * 1024;

    /// <summary>Records inside records. Call values nest up to 64 deep, a dictionary takes two records a level.</summary>
    public const int Depth = 160;

    /// <summary>Items of all lists of one message together; numbers of token arrays are not counted, they take no more than eight times their bytes.</summary>
    public const int Items = 1_000_000;
}
