using System.Collections.Immutable;
using ToolZero.Core.Data;

namespace ToolZero.Core.Prompts;

/// <summary>Prompt formats by their name in configuration.</summary>
public static class PromptFormats
{
    private static readonly ImmutableArray<IPromptFormat> All =
    [
        new CompactPrompt(), new ToolZeroPrompt(), QwenPrompt.Qwen25, QwenPrompt.Qwen3, QwenPrompt.Qwen3NoThink, new ToolRlPrompt(), new ToolN1Prompt(),
    ];

    public static ImmutableArray<string> Names { get; } = [.. All.Select(f => f.Name)];

    /// <exception cref="DataException">No format has this name.</exception>
    public static IPromptFormat Create(string name) =>
        All.FirstOrDefault(f => f.Name == name) ?? throw new DataException($"prompt.format = {name}: expected one of {string.Join(", ", Names)}");
}
