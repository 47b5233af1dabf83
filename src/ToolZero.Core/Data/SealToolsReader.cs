using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;
using ToolZero.Core.Randomness;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data;

/// <summary>How Seal-Tools rows become tasks.</summary>
/// <param name="Distractors">Most tools offered beside the called ones.</param>
/// <param name="Seed">Chooses them; the same seed offers the same tools for the same row, whatever stands around it.</param>
public sealed record SealToolsSettings(int Distractors = 5, ulong Seed = 1)
{
    public static SealToolsSettings Default { get; } = new();
}

/// <summary>
/// Reads Seal-Tools (Wu et al. 2024): rows of <c>{id, query, calling: [{api, parameters, responses}]}</c>, the tools in <c>tool.jsonl</c>
/// beside them. Values keep their JSON types; a value that stands for an earlier result ("API_call_0") stays that string.
/// </summary>
public static class SealToolsReader
{
    private const string ToolsFile = "tool.jsonl";
    private const string RowsFile = "dev.jsonl";
    private const string ResultReference = "API_call_";

    /// <summary>Reads a row file, or <c>dev.jsonl</c> of a folder. Every row is a task or is refused by name.</summary>
    /// <exception cref="DataException">A file is missing or holds a line that is not JSON, or a tool is malformed.</exception>
    public static Dataset Read(string path, SealToolsSettings? settings = null)
    {
        settings ??= SealToolsSettings.Default;
        var file = Directory.Exists(path) ? Path.Combine(path, RowsFile) : path;
        var toolsPath = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, ToolsFile);
        if (!File.Exists(toolsPath)) throw new DataException($"{file}: its tools are missing: put Seal-Tools' {ToolsFile} beside it");
        var catalogue = SealToolsCatalogue.Read(toolsPath);

        var tasks = ImmutableArray.CreateBuilder<ToolTask>();
        var refused = ImmutableArray.CreateBuilder<RefusedRow>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in JsonLines.Read(file))
        {
            try
            {
                var task = ReadRow(line.Row, catalogue, settings);
                if (!seen.Add(task.Id)) throw line.Row.Require("id").Error($"\"{task.Id}\" occurs before");
                tasks.Add(task);
            }
            catch (FieldException e)
            {
                refused.Add(new RefusedRow(line.File, line.Line, e.Field, e.Reason));
            }
        }

        return new Dataset(Path.GetFileNameWithoutExtension(file), tasks.ToImmutable(), refused.ToImmutable());
    }

    private static ToolTask ReadRow(JsonField row, SealToolsCatalogue catalogue, SealToolsSettings settings)
    {
        var id = row.Require("id").AsText();
        var query = row.Require("query").AsText();
        var calling = row.Require("calling").Items();
        var tools = calling.Select(call => FindTool(call.Require("api"), catalogue)).ToList();
        var reference = calling.Select((call, i) => ReadCall(call, tools[i])).ToImmutableArray();
        var offered = catalogue.Offer(tools, settings.Distractors, new RandomStream(settings.Seed, Hash(id)));
        return new ToolTask(id, Categorise(reference, offered.Length), offered, [new Message(Role.User, query)], reference);
    }

    private static ToolSchema FindTool(JsonField api, SealToolsCatalogue catalogue) =>
        catalogue.Find(api.AsText()) ?? throw api.Error($"\"{api.AsText()}\" is not in {ToolsFile}");

    private static ToolCall ReadCall(JsonField json, ToolSchema tool)
    {
        var parameters = json.Find("parameters");
        var call = new ToolCall(tool.Name, ToolTaskJson.ReadArguments(parameters));
        if (call.Arguments.FirstOrDefault(a => tool.Parameters.All(p => p.Name != a.Name)).Name is { } stray)
            throw parameters!.Value.Error($"\"{stray}\" is no parameter of {tool.Name}");
        return ReferenceCheck.Problem([call]) is { } problem ? throw json.Error(problem) : call;
    }

    private static string Categorise(ImmutableArray<ToolCall> calls, int tools)
    {
        if (calls.IsEmpty) return "irrelevance";
        if (calls.Any(call => call.Arguments.Any(a => a.Value is CallValue.Text t && t.Value.StartsWith(ResultReference, StringComparison.Ordinal)))) return "multi-step";
        return calls.Length == 1 ? (tools == 1 ? "simple" : "multiple") : tools == 1 ? "parallel" : "parallel-multiple";
    }

    /// <summary>FNV-1a over the characters: the stream of a row depends on its id alone.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
