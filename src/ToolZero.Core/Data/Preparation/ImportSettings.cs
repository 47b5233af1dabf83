namespace ToolZero.Core.Data.Preparation;

/// <summary>What happens to tasks on their way into a file.</summary>
/// <param name="Format">Format of the sources; null asks each file.</param>
/// <param name="Reading">How rows become tasks.</param>
/// <param name="ChecksSchema">Refuse a task whose calls do not fit their tools.</param>
/// <param name="Renames">Give tools and parameters names that Python-style calls can have.</param>
/// <param name="Masking">Mask names; null leaves them.</param>
/// <param name="Augmentations">Multi-turn tasks to make; null makes none.</param>
/// <param name="Deduplicates">Drop tasks whose content went by before.</param>
/// <param name="Against">Evaluation set to compare with; null compares with none.</param>
/// <param name="DropsOverlap">Drop tasks that repeat a question of it.</param>
/// <param name="Splits">Parts to write; null writes one file.</param>
/// <param name="ShuffleSeed">Writes the tasks in an order of this seed; null keeps theirs.</param>
public sealed record ImportSettings(
    string? Format,
    DataReading Reading,
    bool ChecksSchema = false,
    bool Renames = false,
    NameMasking? Masking = null,
    Augmentation.TaskAugmentations? Augmentations = null,
    bool Deduplicates = false,
    OverlapIndex? Against = null,
    bool DropsOverlap = false,
    TaskSplits? Splits = null,
    ulong? ShuffleSeed = null)
{
    public static ImportSettings Default { get; } = new(null, DataReading.Default);
}
