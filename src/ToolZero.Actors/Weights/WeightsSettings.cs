namespace ToolZero.Actors.Weights;

/// <summary>How weights travel between processes (<c>weights.*</c>).</summary>
/// <param name="FanOut">Most nodes that fetch from one.</param>
/// <param name="FullEvery">Every so many versions nobody is offered a delta; 0 = never.</param>
/// <param name="FrameBytes">Most bytes of a frame's body.</param>
/// <param name="Credits">Frames that a receiver asks for ahead.</param>
/// <param name="Keep">Deltas that a node keeps for those who missed versions.</param>
/// <param name="KeepBytes">Most memory of those.</param>
/// <param name="Deadline">Longest time that fetching a version may take.</param>
/// <param name="Stall">Longest silence of a peer.</param>
/// <param name="Port">TCP port of the lane; 0 = any free one.</param>
public sealed record WeightsSettings(
    int FanOut, int FullEvery, int FrameBytes, int Credits, int Keep, long KeepBytes, TimeSpan Deadline, TimeSpan Stall, int Port)
{
    /// <summary>Between two greetings, of a follower to its source and of both to the tree.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Who is not heard of for so long is gone.</summary>
    public TimeSpan Lapse => 5 * Period;

    /// <summary>Peers that are served at a time: the assigned ones and some that catch up.</summary>
    public int MostPeers => 2 * FanOut + 6;
}
