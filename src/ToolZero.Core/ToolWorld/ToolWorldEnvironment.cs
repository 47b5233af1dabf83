using System.Globalization;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;
using ToolZero.Core.Rewards;

namespace ToolZero.Core.ToolWorld;

/// <summary>
/// Executes the calls of a ToolWorld task. The reference calls are its goals in order: the user asks for the first, and what reaches one is
/// answered with the order for the next. Whatever a tool can execute changes the state, asked for or not; a call that none can execute changes
/// nothing and is answered with what is wrong with it. The episode is solved when the goals were reached in order and the state at the end is
/// the one that they alone lead to.
/// </summary>
public sealed class ToolWorldEnvironment(ToolTask task) : IEnvironment
{
    // A call that is not the goal is never worth all of it, whatever tokens it has.
    private const double MostOfAMiss = 0.9;

    private readonly ToolWorldState _wanted = task.Reference.Aggregate(ToolWorldState.Empty, (state, call) => state.After(call));
    private ToolWorldState _state = ToolWorldState.Empty;
    private int _reached;
    private double _nearest;
    private bool _wasCalled;

    public EnvironmentVerdict Verdict
    {
        get
        {
            var goals = task.Reference.Length;
            // A task without goals asks for no call at all.
            if (goals == 0) return new EnvironmentVerdict(!_wasCalled, _wasCalled ? 0 : 1, false);
            return new EnvironmentVerdict(_reached == goals && _state.Equals(_wanted), (_reached + _nearest) / goals, _reached == goals);
        }
    }

    public string Call(ToolCall call, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(call);
        _wasCalled = true;
        var goal = _reached < task.Reference.Length ? task.Reference[_reached] : null;
        if (goal is not null && !goal.Equals(call)) _nearest = Math.Max(_nearest, MostOfAMiss * Likeness(call, goal));
        if (task.Tools.FirstOrDefault(t => t.Name == call.Name) is not { } tool) return $"error: there is no {call.Name}";
        if (TaskCheck.SchemaProblem(call, tool) is { } problem) return $"error: {problem}";
        _state = _state.After(call);
        if (goal is not null && goal.Equals(call)) (_reached, _nearest) = (_reached + 1, 0);
        return _reached < task.Reference.Length ? Order(task.Reference[_reached]) : "done";
    }

    /// <summary>The request for a call in words: <c>rotate the camera with zone north, degree 5</c>.</summary>
    public static string Order(ToolCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (verb, noun) = call.Name.IndexOf('_', StringComparison.Ordinal) is var at and > 0 ? (call.Name[..at], call.Name[(at + 1)..]) : ("use", call.Name);
        return $"{verb} the {noun} with {string.Join(", ", call.Arguments.Select(a => $"{a.Name} {Said(a.Value)}"))}";
    }

    /// <summary>The share of the goal's names and values that the call has. Progress then has a slope where success is rare.</summary>
    private static double Likeness(ToolCall call, ToolCall goal)
    {
        var (wanted, given) = (TokenSets.Atomic([goal]), TokenSets.Atomic([call]));
        return wanted.Count(given.Contains) / (double)wanted.Count;
    }

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
