namespace ToolZero.Actors.Weights.Lane;

/// <summary>What goes wrong with a frame on its way, in tests and measurements.</summary>
public enum LaneFault
{
    None,

    /// <summary>It is not sent.</summary>
    Drop,

    /// <summary>One of its bytes is another one.</summary>
    Corrupt,

    /// <summary>It is sent twice.</summary>
    Duplicate,

    /// <summary>The connection ends in the middle of it.</summary>
    Cut,
}

/// <summary>Decides on every frame that a server is about to send; called by many threads.</summary>
public delegate LaneFault LaneFaults(ulong manifest, int frame);
