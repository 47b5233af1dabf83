using System.Runtime.Serialization;

namespace ToolZero.Actors.Wire;

/// <summary>
/// A message that cannot cross a process: not registered, or bytes that are no message. Remoting logs the base type and drops the message; the
/// association and the actors behind it stay as they are.
/// </summary>
public sealed class WireException : SerializationException
{
    public WireException()
    {
    }

    public WireException(string message)
        : base(message)
    {
    }

    public WireException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
