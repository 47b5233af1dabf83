using System.Collections.Immutable;

namespace ToolZero.Actors.Admin;

/// <summary>Puts the lines of a command together: what was asked, and how it ended. Pure.</summary>
internal static class AuditEntries
{
    /// <summary>Lines to read for so many entries: a command has three at most.</summary>
    public static int LinesFor(int entries) => 3 * entries;

    /// <summary>Entries of lines, both newest first.</summary>
    public static ImmutableArray<AuditRow> Of(ImmutableArray<AuditLine> lines) =>
    [
        .. lines.GroupBy(l => l.Request).Select(group =>
        {
            var (last, first) = (group.First(), group.Last());
            return new AuditRow(
                first.At,
                first.Request,
                first.Operator,
                first.Address,
                first.Command,
                last.Outcome.ToString().ToLowerInvariant(),
                (last.At - first.At).TotalSeconds,
                last.Step,
                last.Before,
                last.After,
                last.Detail);
        }),
    ];
}
