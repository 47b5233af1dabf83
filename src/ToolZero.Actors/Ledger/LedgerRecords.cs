using MessagePack;

namespace ToolZero.Actors.Ledger;

/// <summary>A scored group as it is stored. Keys are frozen: new members get new numbers.</summary>
[MessagePackObject]
public sealed class GroupRecord
{
    [Key(0)]
    public long Id { get; set; }

    [Key(1)]
    public int Attempt { get; set; }

    [Key(2)]
    public string TaskId { get; set; } = "";

    [Key(3)]
    public string Category { get; set; } = "";

    [Key(4)]
    public int[] PromptTokens { get; set; } = [];

    [Key(5)]
    public SampleRecord[] Samples { get; set; } = [];

    [Key(6)]
    public string Worker { get; set; } = "";
}

/// <summary>A trajectory and its score as they are stored. Keys are frozen.</summary>
[MessagePackObject]
public sealed class SampleRecord
{
    [Key(0)]
    public int[] Tokens { get; set; } = [];

    /// <summary>float32, bit for bit.</summary>
    [Key(1)]
    public float[] BehaviourLogProbs { get; set; } = [];

    [Key(2)]
    public bool[] LossMask { get; set; } = [];

    [Key(3)]
    public long[] Versions { get; set; } = [];

    [Key(4)]
    public int Stop { get; set; }

    [Key(5)]
    public string Text { get; set; } = "";

    [Key(6)]
    public double Base { get; set; }

    [Key(7)]
    public double General { get; set; }

    [Key(8)]
    public double Strict { get; set; }

    [Key(9)]
    public bool Success { get; set; }

    /// <summary>Names of the logged parts, in order, with their values beside them.</summary>
    [Key(10)]
    public string[] PartNames { get; set; } = [];

    [Key(11)]
    public double[] PartValues { get; set; } = [];
}
