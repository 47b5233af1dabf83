using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Core.Text;

namespace ToolZero.Actors.Admin;

/// <summary>Reads the words after a command's name. Pure; what exists in the cluster is checked where it is known.</summary>
internal static class AdminArguments
{
    private const int MaxWorkers = 1024;
    private static readonly ImmutableArray<string> ScaledRoles = ["rollout", "reward"];

    public static AdminReading None(ImmutableArray<string> words, OperatorCommand command) => words.IsEmpty
        ? new AdminReading.Command(command)
        : new AdminReading.Fault($"{command.Text} takes no arguments, it has {string.Join(' ', words)}");

    public static AdminReading Count(ImmutableArray<string> words, string name, int otherwise, Func<int, OperatorCommand> command) => words switch
    {
        [] => new AdminReading.Command(command(otherwise)),
        [var text] when Number(text) is { } n and >= 1 and <= AdminVerbs.MaxRows => new AdminReading.Command(command((int)n)),
        _ => new AdminReading.Fault($"{name} {string.Join(' ', words)}: expected one number from 1 to {AdminVerbs.MaxRows}"),
    };

    public static AdminReading Name(ImmutableArray<string> words, string name, string what, Func<string, OperatorCommand> command) => words switch
    {
        [{ Length: > 0 } value] => new AdminReading.Command(command(value)),
        _ => new AdminReading.Fault($"{name} needs one {what}"),
    };

    public static AdminReading Drain(ImmutableArray<string> words) =>
        words.IsEmpty ? new AdminReading.Command(new OperatorCommand.Drain("")) : Name(words, "drain", "worker or node, or nothing", n => new OperatorCommand.Drain(n));

    public static AdminReading Add(ImmutableArray<string> words) => words switch
    {
        [var role, ..] when words.Length <= 2 => Role(role) as AdminReading ?? new AdminReading.Command(new OperatorCommand.Add(role, words.Length == 2 ? words[1] : "")),
        _ => new AdminReading.Fault("add needs a ROLE (rollout or reward) and may have a NODE"),
    };

    public static AdminReading Scale(ImmutableArray<string> words)
    {
        var parts = words.Length == 1 ? words[0].Split('=') : [.. words];
        if (parts.Length != 2) return new AdminReading.Fault("scale needs ROLE=N, such as rollout=4");
        if (Role(parts[0]) is { } fault) return fault;
        return Number(parts[1]) is { } n and >= 0 and <= MaxWorkers
            ? new AdminReading.Command(new OperatorCommand.Scale(parts[0], (int)n))
            : new AdminReading.Fault($"scale {parts[0]}={parts[1]}: expected a number from 0 to {MaxWorkers}");
    }

    public static AdminReading Rollback(ImmutableArray<string> words) => words switch
    {
        [var text] when Number(text) is { } step and >= 0 => new AdminReading.Command(new OperatorCommand.Rollback(step)),
        _ => new AdminReading.Fault("rollback needs one STEP: the number of a checkpoint"),
    };

    public static AdminReading Set(ImmutableArray<string> words)
    {
        var parts = words.Length == 1 ? words[0].Split('=', 2) : [.. words];
        if (parts.Length != 2 || parts[0].Length == 0) return new AdminReading.Fault("set needs KEY VALUE, such as learner.learning-rate 2e-4");
        var key = parts[0].StartsWith("toolzero.", StringComparison.Ordinal) ? parts[0]["toolzero.".Length..] : parts[0];
        if (ConfigurationKeys.Find(key) is null && key != LiveKeys.LogLevel) return new AdminReading.Fault($"there is no key {key}", Nearest.To(key, LiveKeys.All.Select(k => k.Path)) ?? "");
        var (live, fault) = LiveKeys.Find(key);
        if (live is null) return new AdminReading.Fault(fault);
        return live.Kind.Read(parts[1]) is null
            ? new AdminReading.Fault($"{key} = {parts[1]}: expected {live.Kind.Expected}")
            : new AdminReading.Command(new OperatorCommand.Set(key, parts[1]));
    }

    public static AdminReading Quarantine(ImmutableArray<string> words)
    {
        var actions = Enum.GetValues<QuarantineAction>().ToDictionary(a => a.ToString().ToLowerInvariant());
        if (words.IsEmpty) return new AdminReading.Fault($"quarantine needs one of {string.Join(", ", actions.Keys)}");
        if (!actions.TryGetValue(words[0], out var action)) return Unknown("quarantine command", words[0], actions.Keys);
        var numbers = words[1..].Select(w => Number(w.StartsWith('g') ? w[1..] : w)).ToImmutableArray();
        var wrong = numbers.IndexOf(null);
        if (wrong >= 0) return new AdminReading.Fault($"quarantine {words[0]}: {words[1 + wrong]} is no number of a group");
        return new AdminReading.Command(new OperatorCommand.Quarantine(action, [.. numbers.Select(n => n!.Value)]));
    }

    private static AdminReading.Fault? Role(string role) => ScaledRoles.Contains(role) ? null : Unknown("role of workers", role, ScaledRoles);

    public static AdminReading.Fault Unknown(string kind, string word, IEnumerable<string> known)
    {
        var names = known.ToList();
        var near = Nearest.To(word, names);
        return new AdminReading.Fault($"there is no {kind} {word}{(near is null ? $", expected one of {string.Join(", ", names)}" : "")}", near ?? "");
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
