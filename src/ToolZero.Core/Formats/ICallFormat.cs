using System.Collections.Immutable;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Formats;

/// <summary>How an assistant writes its reasoning and its calls: the syntax that a prompt asks for, a reward reads and supervised data is written in.</summary>
public interface ICallFormat
{
    string Name { get; }

    /// <summary>Reads a completion. Never throws on content; time is linear in its length.</summary>
    CompletionReading Read(string completion);

    /// <summary>The calls alone, as <see cref="Read"/> finds them in a body.</summary>
    string Write(ImmutableArray<ToolCall> calls);

    /// <summary>A whole completion in the exact layout; <paramref name="response"/> is what is said beside the calls or instead of them.</summary>
    string Complete(string reasoning, ImmutableArray<ToolCall> calls, string response);

    /// <summary>Null when <see cref="Write"/> can write the calls and <see cref="Read"/> reads them back equal, else why not: what cannot be written cannot be learned.</summary>
    string? Problem(ImmutableArray<ToolCall> calls);
}
