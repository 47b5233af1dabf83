namespace ToolZero.Core.Rollouts;

/// <summary>Ordinal of a group in its run, from 0 in the order of issue. One prompt and its G samples.</summary>
public readonly record struct GroupId(long Value) : IComparable<GroupId>
{
    public int CompareTo(GroupId other) => Value.CompareTo(other.Value);

    public override string ToString() => $"g{Value}";

    public static bool operator <(GroupId a, GroupId b) => a.Value < b.Value;

    public static bool operator >(GroupId a, GroupId b) => a.Value > b.Value;

    public static bool operator <=(GroupId a, GroupId b) => a.Value <= b.Value;

    public static bool operator >=(GroupId a, GroupId b) => a.Value >= b.Value;
}
