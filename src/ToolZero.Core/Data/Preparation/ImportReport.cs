using System.Collections.Immutable;

namespace ToolZero.Core.Data.Preparation;

/// <summary>What an import did.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Bytes">Their length.</param>
/// <param name="Refused">Rows and tasks refused, each reported by name.</param>
/// <param name="Duplicates">Tasks dropped because their content went by before.</param>
/// <param name="Augmented">Tasks made of others.</param>
/// <param name="Overlaps">Tasks that repeat a question of the evaluation set.</param>
/// <param name="EvaluationRefused">Rows of the evaluation set that could not be read, so that nothing was compared with them.</param>
/// <param name="SharedTools">Different tool names offered that the evaluation set offers too.</param>
/// <param name="InTwoParts">Tasks whose content, under another id, went to another part before; de-duplication leaves none.</param>
/// <param name="Written">Tasks by file.</param>
/// <param name="Categories">Tasks written by category.</param>
public sealed record ImportReport(
    long Rows,
    long Bytes,
    long Refused,
    long Duplicates,
    long Augmented,
    long Overlaps,
    long EvaluationRefused,
    int SharedTools,
    long InTwoParts,
    ImmutableSortedDictionary<string, long> Written,
    ImmutableSortedDictionary<string, long> Categories);
