namespace ToolZero.Model.Weights.Transfer;

/// <summary>How a block of a delta tells what changed: whichever is the smallest.</summary>
internal enum BlockForm : byte
{
    /// <summary>All values of the block.</summary>
    Full = 0,

    /// <summary>Distances between changed numbers as varints, then the new values.</summary>
    Gaps = 1,

    /// <summary>One bit for each number, then the new values.</summary>
    Bitmap = 2,
}
