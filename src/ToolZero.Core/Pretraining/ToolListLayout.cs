using ToolZero.Core.Prompts;
using ToolZero.Core.Randomness;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Pretraining;

/// <summary>Ways to write a list of tools.</summary>
public static class ToolListLayout
{
    private static readonly Func<ToolSchema, string>[] Layouts =
    [
        CompactPrompt.RenderTool,
        t => $"{{\"name\": \"{t.Name}\", \"parameters\": {{{Join(t, p => $"\"{p.Name}\": \"{CompactPrompt.RenderType(p)}{(p.Required ? "" : "?")}\"")}}}}}",
        t => $"{t.Name}: {Join(t, p => $"{p.Name} {CompactPrompt.RenderType(p)}{(p.Required ? "" : " optional")}")}",
        t => $"- {t.Name} takes {Join(t, p => $"{p.Name} ({CompactPrompt.RenderType(p)}{(p.Required ? "" : ", may be left out")})")}",
    ];

    /// <summary>One line per tool, all in one layout drawn at random; the compact prompt's is the commonest.</summary>
    public static string Render(IEnumerable<ToolSchema> tools, RandomStream random)
    {
        var layout = Layouts[random.PickWeighted([0.55, 0.2, 0.15, 0.1])];
        return string.Concat(tools.Select(t => layout(t) + "\n"));
    }

    private static string Join(ToolSchema tool, Func<ToolParameter, string> one) => string.Join(", ", tool.Parameters.Select(one));
}
