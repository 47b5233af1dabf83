namespace ToolZero.Actors.Rollout;

/// <summary>What a rollout actor is told by its node; leases and acknowledgements are the coordinator's vocabulary.</summary>
public static class RolloutProtocol
{
    /// <summary>Finish the leases in hand, deliver their groups, take no more, and stop.</summary>
    public sealed record Drain
    {
        public static Drain Instance { get; } = new();
    }
}
