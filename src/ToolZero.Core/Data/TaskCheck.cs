using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data;

/// <summary>Holds a task against itself: what no answer could get right, or no model could be asked, is no task.</summary>
public static class TaskCheck
{
    /// <summary>Null when the task can be used, else why not: the paper's filter, which drops a row whose calls or tools do not parse.</summary>
    public static string? Problem(ToolTask task)
    {
        if (task.Id.Length == 0) return "the id is empty";
        return task.Messages.All(m => m.Role != Role.User) ? "nobody asks: a turn of the user is needed" : ToolsProblem(task) ?? CallsProblem(task);
    }

    /// <summary>Null when every tool is offered once.</summary>
    public static string? ToolsProblem(ToolTask task)
    {
        var names = new HashSet<string>(task.Tools.Length, StringComparer.Ordinal);
        foreach (var tool in task.Tools)
            if (!names.Add(tool.Name)) return $"the tool \"{tool.Name}\" is offered twice";
        return null;
    }

    /// <summary>Null when the reference calls offered tools only, and some call format and an own row can hold it and the calls before it.</summary>
    public static string? CallsProblem(ToolTask task)
    {
        if (task.Reference.Length > PythonCallParser.MaxCalls) return $"more than {PythonCallParser.MaxCalls} calls";
        foreach (var call in task.Reference)
        {
            if (task.Tools.All(t => t.Name != call.Name)) return $"calls \"{call.Name}\", which is not among the tools";
            if (Repeated(call) is { } repeated) return $"the call of \"{call.Name}\" has \"{repeated}\" twice";
        }

        if (OwnRowDepth.Problem(task.Reference) is { } depth) return depth;
        foreach (var message in task.Messages)
        {
            if (message.Calls.IsEmpty) continue;
            if (OwnRowDepth.Problem(message.Calls) is { } tooDeep) return $"an earlier turn: {tooDeep}";
            if (ReferenceCheck.Unwritable(message.Calls) is { } problem) return $"an earlier turn {problem}";
        }

        return ReferenceCheck.Unwritable(task.Reference);
    }

    /// <summary>Null when every call of the reference also fits its tool.</summary>
    public static string? SchemaProblem(ToolTask task) =>
        task.Reference.Select(call => SchemaProblem(call, task.Tools.First(t => t.Name == call.Name))).FirstOrDefault(problem => problem is not null);

    /// <summary>Null when the call fits its tool: known parameters, none of the required missing, values of the declared types.</summary>
    public static string? SchemaProblem(ToolCall call, ToolSchema tool)
    {
        foreach (var (name, value) in call.Arguments)
        {
            if (Find(tool.Parameters, name) is not { } parameter) return $"\"{name}\" is no parameter of \"{tool.Name}\"";
            if (!Fits(value, parameter.Type)) return $"\"{name}\" of \"{tool.Name}\" is declared as {ParameterTypes.JsonName(parameter.Type)} and is {PythonCallFormatter.FormatValue(value)}";
            if (parameter.ItemType is { } item && value is CallValue.Sequence list && list.Items.Any(i => !Fits(i, item)))
                return $"an item of \"{name}\" of \"{tool.Name}\" is no {ParameterTypes.JsonName(item)}";
        }

        return tool.Parameters.FirstOrDefault(p => p.Required && call.Arguments.All(a => a.Name != p.Name)) is { } missing
            ? $"the call of \"{tool.Name}\" lacks its required parameter \"{missing.Name}\""
            : null;
    }

    private static ToolParameter? Find(ImmutableArray<ToolParameter> parameters, string name) => parameters.FirstOrDefault(p => p.Name == name);

    private static string? Repeated(ToolCall call)
    {
        if (call.Arguments.Length < 2) return null;
        var names = new HashSet<string>(call.Arguments.Length, StringComparer.Ordinal);
        return call.Arguments.FirstOrDefault(a => !names.Add(a.Name)).Name;
    }

    private static bool Fits(CallValue value, ParameterType type) => type switch
    {
        ParameterType.String => value is CallValue.Text,
        ParameterType.Integer => value is CallValue.Integer,
        ParameterType.Number => value is CallValue.Integer or CallValue.Real,
        ParameterType.Boolean => value is CallValue.Boolean,
        ParameterType.Array => value is CallValue.Sequence,
        ParameterType.Object => value is CallValue.Mapping,
        _ => true,
    };
}
