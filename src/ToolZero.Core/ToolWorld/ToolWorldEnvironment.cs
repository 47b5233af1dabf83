using System.Globalization;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;

namespace ToolZero.Core.ToolWorld;

/// <summary>
/// Executes the calls of a ToolWorld task. The reference calls are its goals in order: the user asks for the first, and what executes one
/// answers with the order for the next. A call that is not the next goal changes nothing and is answered with what is wrong with it.
/// </summary>
public sealed class ToolWorldEnvironment(ToolTask task) : IEnvironment
{
    private int _reached;
    private bool _hasErred;
    private double _nearest;

    public EnvironmentVerdict Verdict
    {
        get
        {
            var goals = task.Reference.Length;
            // A task without goals asks for no call at all.
            return goals == 0 ? new(!_hasErred, _hasErred ? 0 : 1, false) : new(_reached == goals, (_reached + _nearest) / goals, _reached == goals);
        }
    }

    public string Call(ToolCall call, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (_reached < task.Reference.Length && call.Equals(task.Reference[_reached]))
        {
            _reached++;
            _nearest = 0;
            return _reached < task.Reference.Length ? Order(task.Reference[_reached]) : "done";
        }

        _hasErred = true;
        if (_reached < task.Reference.Length) _nearest = Math.Max(_nearest, Likeness(call, task.Reference[_reached]));
        if (task.Tools.FirstOrDefault(t => t.Name == call.Name) is not { } tool) return $"error: there is no {call.Name}";
        var missing = tool.Parameters.FirstOrDefault(p => p.Required && !call.Arguments.Any(a => a.Name == p.Name));
        if (missing is not null) return $"error: {missing.Name} is missing";
        var unknown = call.Arguments.FirstOrDefault(a => !tool.Parameters.Any(p => p.Name == a.Name));
        return unknown.Name is not null ? $"error: {call.Name} has no {unknown.Name}" : "error: that was not asked for";
    }

    /// <summary>The request for a call in words: <c>rotate the camera with zone north, degree 5</c>.</summary>
    public static string Order(ToolCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (verb, noun) = call.Name.IndexOf('_', StringComparison.Ordinal) is var at and > 0 ? (call.Name[..at], call.Name[(at + 1)..]) : ("use", call.Name);
        return $"{verb} the {noun} with {string.Join(", ", call.Arguments.Select(a => $"{a.Name} {Said(a.Value)}"))}";
    }

    /// <summary>How near a wrong call comes: 0.3 for the name, and with it up to 0.6 for arguments. Progress then has a slope where success is rare.</summary>
    private static double Likeness(ToolCall call, ToolCall goal) =>
        call.Name != goal.Name ? 0 : 0.3 + 0.6 * goal.Arguments.Count(call.Arguments.Contains) / Math.Max(1, goal.Arguments.Length);

    private static string Said(CallValue value) => value switch
    {
        CallValue.Text text => text.Value,
        CallValue.Boolean flag => flag.Value ? "yes" : "no",
        CallValue.Integer integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        CallValue.Sequence list => string.Join(" and ", list.Items.Select(Said)),
        _ => PythonCallFormatter.FormatValue(value),
    };
}

/// <summary>Begins ToolWorld episodes; any task with reference calls can be one.</summary>
public sealed class ToolWorldEnvironments : IEnvironmentFactory
{
    public static ToolWorldEnvironments Instance { get; } = new();

    public IEnvironment Start(ToolTask task) => new ToolWorldEnvironment(task);
}
