using ToolZero.Actors.Hosting;

namespace ToolZero.Actors.Learner;

/// <summary>Another learner was admitted since: this one must not publish any more.</summary>
public sealed class LearnerFencedException : FencedException
{
    public LearnerFencedException(long epoch, long newest)
        : base(epoch, newest, $"this learner was admitted as number {epoch}, another one as number {newest} since: only the newest may write checkpoints")
    {
    }

    public LearnerFencedException()
    {
    }

    public LearnerFencedException(string message)
        : base(message)
    {
    }

    public LearnerFencedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
