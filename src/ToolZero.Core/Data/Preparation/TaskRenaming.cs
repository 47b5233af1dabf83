using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Preparation;

/// <summary>New names for the tools of one task and their parameters, applied wherever a call, the result of one or a tool list has the old ones.</summary>
internal sealed class TaskRenaming
{
    private readonly Dictionary<string, ToolNames> _tools = new(StringComparer.Ordinal);

    public void Add(string tool, string newName, IReadOnlyDictionary<string, string> parameters) => _tools[tool] = new ToolNames(newName, parameters);

    public ToolTask Apply(ToolTask task) => task with
    {
        Tools = [.. task.Tools.Select(Apply)],
        Reference = [.. task.Reference.Select(Apply)],
        Messages = [.. task.Messages.Select(Apply)],
    };

    private Message Apply(Message message) => message with
    {
        Content = message.Role == Role.Tool ? ResultNames.Rename(message.Content, NewName) : message.Content,
        Calls = [.. message.Calls.Select(Apply)],
    };

    private string? NewName(string tool) => _tools.TryGetValue(tool, out var names) && names.Name != tool ? names.Name : null;

    private ToolSchema Apply(ToolSchema tool)
    {
        if (!_tools.TryGetValue(tool.Name, out var names)) return tool;
        return tool with { Name = names.Name, Parameters = [.. tool.Parameters.Select(p => p with { Name = names.Parameter(p.Name) })] };
    }

    private ToolCall Apply(ToolCall call) => _tools.TryGetValue(call.Name, out var names)
        ? new ToolCall(names.Name, [.. call.Arguments.Select(a => a with { Name = names.Parameter(a.Name) })])
        : call;

    private sealed record ToolNames(string Name, IReadOnlyDictionary<string, string> Parameters)
    {
        public string Parameter(string name) => Parameters.GetValueOrDefault(name, name);
    }
}
