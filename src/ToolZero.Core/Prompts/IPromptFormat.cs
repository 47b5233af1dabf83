using ToolZero.Core.Data;
using ToolZero.Core.Formats;

namespace ToolZero.Core.Prompts;

/// <summary>Renders a task into the text whose continuation is the completion.</summary>
public interface IPromptFormat
{
    /// <summary>Name in configuration: <c>prompt.format</c>.</summary>
    string Name { get; }

    /// <summary>How the prompt asks for reasoning and calls to be written.</summary>
    ICallFormat Calls { get; }

    /// <summary>The dialogue so far, with its earlier calls and results, up to where the assistant begins.</summary>
    string Render(ToolTask task);

    /// <summary>
    /// What stands between a completion that made calls and the assistant's next turn: the tools' results. Appended to the ids that were
    /// generated, which are never rendered again.
    /// </summary>
    /// <param name="results">One text for each call, in order.</param>
    /// <param name="isTurnClosed">The completion ended with the format's own end-of-turn token.</param>
    string RenderResults(IReadOnlyList<string> results, bool isTurnClosed);
}
