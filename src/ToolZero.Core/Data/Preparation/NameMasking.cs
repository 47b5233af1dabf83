using System.Globalization;

namespace ToolZero.Core.Data.Preparation;

/// <summary>
/// Masks names so that descriptions alone say what a tool does (Tool-Zero, section 3): tools become <c>func_1</c> …, the parameters of each tool
/// <c>param_1</c> …, in the order in which they are offered.
/// </summary>
/// <param name="Functions">Tools are masked.</param>
/// <param name="Parameters">Parameters are masked.</param>
public sealed record NameMasking(bool Functions, bool Parameters)
{
    public ToolTask Apply(ToolTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var renaming = new TaskRenaming();
        for (var i = 0; i < task.Tools.Length; i++)
        {
            var tool = task.Tools[i];
            var parameters = Parameters
                ? tool.Parameters.Select((p, k) => (p.Name, Masked: Numbered("param", k + 1))).ToDictionary(p => p.Name, p => p.Masked, StringComparer.Ordinal)
                : [];
            renaming.Add(tool.Name, Functions ? Numbered("func", i + 1) : tool.Name, parameters);
        }

        return renaming.Apply(task);
    }

    private static string Numbered(string word, int number) => string.Create(CultureInfo.InvariantCulture, $"{word}_{number}");
}
