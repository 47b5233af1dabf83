namespace ToolZero.Model.Generation;

/// <summary>Limits of a generation engine.</summary>
/// <param name="MaxRows">Completions that are decoded side by side.</param>
public sealed record EngineSettings(int MaxRows = 64)
{
    /// <summary>Groups that may wait for rows.</summary>
    public int QueueLimit { get; init; } = 4096;

    /// <summary>Most prompt tokens, padding included, of one prefill; a longer prompt is prefilled alone.</summary>
    public int PrefillTokens { get; init; } = 4096;

    /// <summary>Threads of one tensor operation; set on the thread that calls the engine. Small products gain nothing from a second one.</summary>
    public int Threads { get; init; } = 1;
}
