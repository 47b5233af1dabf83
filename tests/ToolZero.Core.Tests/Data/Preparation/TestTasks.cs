using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Tests.Data.Preparation;

/// <summary>Small tasks for what prepares them.</summary>
internal static class TestTasks
{
    public static ToolSchema Tool(string name, params string[] parameters) =>
        new(name, "", [.. parameters.Select(p => new ToolParameter(p, ParameterType.Any, "", true, ImmutableArray<string>.Empty))]);

    /// <summary>A question, what it may call, and the right calls in the call syntax.</summary>
    public static ToolTask Task(string id, string question, string reference, params ToolSchema[] tools) =>
        new(id, "simple", [.. tools], [new Message(Role.User, question)], PythonCallParser.Parse(reference) is { IsSuccess: true } parse ? parse.Calls : throw new ArgumentException(reference));
}
