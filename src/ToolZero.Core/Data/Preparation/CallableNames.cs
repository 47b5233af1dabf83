using System.Collections.Immutable;
using System.Text;
using ToolZero.Core.Calls;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Preparation;

/// <summary>
/// Gives tools and parameters names that a Python-style call can have: <c>Search Managers</c> becomes <c>Search_Managers</c>. The same name becomes the
/// same name everywhere; where two would become one, the later gets a number.
/// </summary>
public static class CallableNames
{
    public static ToolTask Apply(ToolTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.Tools.All(IsCallable)) return task;
        var renaming = new TaskRenaming();
        var taken = task.Tools.Where(t => ReferenceCheck.IsCallable(t.Name)).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var tool in task.Tools)
        {
            var name = ReferenceCheck.IsCallable(tool.Name) ? tool.Name : Free(Callable(tool.Name, keepsDots: true), taken);
            renaming.Add(tool.Name, name, Parameters(tool.Parameters));
        }

        return renaming.Apply(task);
    }

    private static bool IsCallable(ToolSchema tool) => ReferenceCheck.IsCallable(tool.Name) && tool.Parameters.All(p => IsKeyword(p.Name));

    private static bool IsKeyword(string name) =>
        PythonCallParser.Parse($"f({name}=0)") is { IsSuccess: true } parse && parse.Calls is [{ Arguments: [var argument] }] && argument.Name == name;

    private static Dictionary<string, string> Parameters(ImmutableArray<ToolParameter> parameters)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = parameters.Where(p => IsKeyword(p.Name)).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var parameter in parameters.Where(p => !IsKeyword(p.Name))) names[parameter.Name] = Free(Callable(parameter.Name, keepsDots: false), taken);
        return names;
    }

    private static string Free(string name, HashSet<string> taken)
    {
        var free = name;
        for (var number = 2; !taken.Add(free); number++) free = $"{name}_{number}";
        return free;
    }

    /// <summary>ASCII letters, digits and underscores stay; every run of other characters becomes one underscore.</summary>
    private static string Callable(string name, bool keepsDots)
    {
        var text = new StringBuilder();
        foreach (var part in keepsDots ? name.Split('.') : [name])
        {
            if (text.Length > 0) text.Append('.');
            var start = text.Length;
            foreach (var c in part)
            {
                if (char.IsAsciiLetterOrDigit(c) || c == '_') text.Append(c);
                else if (text.Length > start && text[^1] != '_') text.Append('_');
            }

            while (text.Length > start && text[^1] == '_') text.Length--;
            if (text.Length == start || char.IsAsciiDigit(text[start])) text.Insert(start, '_');
        }

        var callable = text.ToString();
        return callable.Split('.').Any(part => part is "True" or "False" or "None") ? callable + "_" : callable;
    }
}
