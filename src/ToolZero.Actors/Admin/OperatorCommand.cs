using System.Collections.Immutable;
using System.Globalization;

namespace ToolZero.Actors.Admin;

/// <summary>What an operator can ask for.</summary>
public abstract record OperatorCommand
{
    private OperatorCommand()
    {
    }

    /// <summary>The command as it is typed: what the audit trail shows, and <see cref="AdminVerbs.Read"/> reads back.</summary>
    public abstract string Text { get; }

    /// <summary>True when it changes nothing: it is not audited, and may be answered from what is known already.</summary>
    public virtual bool IsQuery => false;

    /// <summary>What the cluster knows of something.</summary>
    public sealed record Show(AdminSubject Subject) : OperatorCommand
    {
        public override string Text => Subject.ToString().ToLowerInvariant();

        public override bool IsQuery => true;
    }

    /// <summary>The newest samples that were trained.</summary>
    public sealed record Samples(int Count) : OperatorCommand
    {
        public override string Text => string.Create(CultureInfo.InvariantCulture, $"samples {Count}");

        public override bool IsQuery => true;
    }

    /// <summary>The newest entries of the audit trail.</summary>
    public sealed record Audit(int Count) : OperatorCommand
    {
        public override string Text => string.Create(CultureInfo.InvariantCulture, $"audit {Count}");

        public override bool IsQuery => true;
    }

    /// <summary>No new work and no further step; what is under way is kept.</summary>
    public sealed record Pause : OperatorCommand
    {
        public override string Text => "pause";
    }

    public sealed record Resume : OperatorCommand
    {
        public override string Text => "resume";
    }

    /// <summary>A checkpoint at the next step boundary.</summary>
    public sealed record Checkpoint : OperatorCommand
    {
        public override string Text => "checkpoint";
    }

    /// <summary>Ends the run in a checkpoint and takes the cluster down.</summary>
    public sealed record Stop : OperatorCommand
    {
        public override string Text => "stop";
    }

    /// <summary>A worker, or all workers of a node, finish their work and leave; without a name the run ends in a checkpoint.</summary>
    public sealed record Drain(string Target) : OperatorCommand
    {
        public override string Text => Target.Length == 0 ? "drain" : $"drain {Target}";
    }

    /// <summary>One worker more, on the named node or where there is most room.</summary>
    public sealed record Add(string Role, string Node) : OperatorCommand
    {
        public override string Text => Node.Length == 0 ? $"add {Role}" : $"add {Role} {Node}";
    }

    /// <summary>Stops a worker at once; its work goes to another one.</summary>
    public sealed record Remove(string Worker) : OperatorCommand
    {
        public override string Text => $"remove {Worker}";
    }

    /// <summary>Adds or drains workers until the cluster has this many of a role.</summary>
    public sealed record Scale(string Role, int Count) : OperatorCommand
    {
        public override string Text => string.Create(CultureInfo.InvariantCulture, $"scale {Role}={Count}");
    }

    /// <summary>Back to the checkpoint of this many steps.</summary>
    public sealed record Rollback(long Step) : OperatorCommand
    {
        public override string Text => string.Create(CultureInfo.InvariantCulture, $"rollback {Step}");
    }

    /// <summary>Another value for a key of the running run.</summary>
    public sealed record Set(string Key, string Value) : OperatorCommand
    {
        public override string Text => $"set {Key} {Value}";
    }

    /// <summary>Shows, retries or drops quarantined groups; no groups = all of them.</summary>
    public sealed record Quarantine(QuarantineAction Action, ImmutableArray<long> Groups) : OperatorCommand
    {
        public override string Text =>
            string.Join(' ', ["quarantine", Action.ToString().ToLowerInvariant(), .. Groups.Select(g => g.ToString(CultureInfo.InvariantCulture))]);

        public override bool IsQuery => Action == QuarantineAction.List;

        public bool Equals(Quarantine? other) => other is not null && Action == other.Action && Groups.SequenceEqual(other.Groups);

        public override int GetHashCode() => HashCode.Combine(Action, Groups.Length);
    }
}

/// <summary>What <see cref="OperatorCommand.Show"/> shows.</summary>
public enum AdminSubject
{
    Status,
    Nodes,
    Workers,
    Rollouts,
    Ledger,
}

/// <summary>What is done with quarantined groups.</summary>
public enum QuarantineAction
{
    List,
    Retry,
    Drop,
}
