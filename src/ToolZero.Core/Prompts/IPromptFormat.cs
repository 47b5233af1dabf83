using ToolZero.Core.Data;

namespace ToolZero.Core.Prompts;

/// <summary>Renders a task into the text whose continuation is the completion.</summary>
public interface IPromptFormat
{
    /// <summary>Name in configuration: <c>prompt.format</c>.</summary>
    string Name { get; }

    string Render(ToolTask task);
}
