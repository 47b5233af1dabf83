using System.Globalization;
using ToolZero.Bench.Benchmarks;
using ToolZero.Bench.Measurement;
using ToolZero.Core.Data;

namespace ToolZero.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="Only">Names of the benches to run; empty for all that need not be asked for.</param>
/// <param name="Quick">Fewer repetitions and smaller shapes: a look, not a result.</param>
/// <param name="Json">JSON instead of a table.</param>
/// <param name="Steps">Steps of the memory bench; null for its default.</param>
/// <param name="Model">Folder of the tiny model; null for models/tiny-zero where it exists.</param>
/// <param name="Clock">What time is measured with.</param>
/// <param name="Help">Print the usage and nothing else.</param>
internal sealed record BenchOptions(
    IReadOnlyList<string> Only,
    bool Quick = false,
    bool Json = false,
    int? Steps = null,
    string? Model = null,
    ClockKind Clock = ClockKind.Wall,
    bool Help = false)
{
    public static string Usage => $"""
        Usage: ./toolzero bench [NAME ...] [--quick] [--json] [--steps N] [--model FOLDER] [--clock wall|cpu]
        Measures the product on this machine, in one process. bench/README.md says what each number means.
          NAME             only these (or --only NAME): {string.Join(", ", BenchRun.All.Select(b => b.Name))}
                           {BenchRun.Cluster} stands for {string.Join(", ", BenchRun.All.Where(b => b.OnRequest).Select(b => b.Name))}; without a name all others run
          --quick          fewer repetitions, smaller shapes
          --json           JSON with a description of the machine
          --steps N        steps of the memory bench ({MemoryBench.DefaultSteps}, {MemoryBench.QuickSteps} with --quick; more than {MemoryBench.WarmSteps})
          --model FOLDER   the tiny model (models/tiny-zero; without it a random one of its shape)
          --clock cpu      processor time of the process instead of wall time: for a machine that others use too
        """;

    /// <exception cref="DataException">An unknown option or a wrong value.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var only = new List<string>();
        var options = new BenchOptions(only);
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, inline) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            string Value() => inline ?? (++i < arguments.Count ? arguments[i] : throw new DataException($"{name} needs a value; see --help"));
            switch (name)
            {
                case "-h" or "--help" or "-?":
                    return options with { Help = true };
                case "--quick":
                    options = options with { Quick = true };
                    break;
                case "--json":
                    options = options with { Json = true };
                    break;
                case "--only":
                    only.AddRange(Value().Split(',').SelectMany(Known));
                    break;
                case "--steps":
                    options = options with { Steps = StepsOf(Value()) };
                    break;
                case "--model":
                    options = options with { Model = Value() };
                    break;
                case "--clock":
                    options = options with { Clock = ClockOf(Value()) };
                    break;
                case ['-', ..]:
                    throw new DataException($"unknown option {name}; see --help");
                default:
                    only.AddRange(Known(name));
                    break;
            }
        }

        return options;
    }

    /// <summary>The benches of this name.</summary>
    private static IReadOnlyList<string> Known(string name)
    {
        List<string> names = [.. BenchRun.All.Where(b => b.Name == name || (name == BenchRun.Cluster && b.OnRequest)).Select(b => b.Name)];
        return names.Count > 0 ? names : throw new DataException($"{name}: no such bench; there are {string.Join(", ", BenchRun.All.Select(b => b.Name))}, and {BenchRun.Cluster} for those of the actors");
    }

    private static int StepsOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var steps) && steps > MemoryBench.WarmSteps
            ? steps
            : throw new DataException($"--steps {text}: expected a whole number above {MemoryBench.WarmSteps}");

    private static ClockKind ClockOf(string text) => text switch
    {
        "wall" => ClockKind.Wall,
        "cpu" => ClockKind.Cpu,
        _ => throw new DataException($"--clock {text}: expected wall or cpu"),
    };
}
