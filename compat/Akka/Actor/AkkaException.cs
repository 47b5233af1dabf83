#nullable disable
namespace Akka.Actor;

/// <summary>Root of the exceptions that the actor system raises.</summary>
public abstract class AkkaException : Exception
{
    protected AkkaException()
    {
    }

    protected AkkaException(string message, Exception cause = null)
        : base(message, cause)
    {
    }

    /// <summary>The exception that caused this one, or null.</summary>
    protected Exception Cause => InnerException;
}
