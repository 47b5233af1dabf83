using System.Collections.Immutable;

namespace ToolZero.Actors.Admin;

/// <summary>A command that operators can type.</summary>
/// <param name="Name">Its first word.</param>
/// <param name="Arguments">The words after it, for help.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Example">One way to use it.</param>
/// <param name="Read">What its arguments mean.</param>
public sealed record AdminVerb(string Name, string Arguments, string Summary, string Example, Func<ImmutableArray<string>, AdminReading> Read)
{
    public string Usage => Arguments.Length == 0 ? Name : $"{Name} {Arguments}";
}

/// <summary>What typed words mean.</summary>
public abstract record AdminReading
{
    private AdminReading()
    {
    }

    public sealed record Command(OperatorCommand Value) : AdminReading;

    /// <param name="Problem">What is wrong, and what was expected.</param>
    /// <param name="DidYouMean">The nearest thing that exists; empty when none is near.</param>
    public sealed record Fault(string Problem, string DidYouMean = "") : AdminReading;
}
