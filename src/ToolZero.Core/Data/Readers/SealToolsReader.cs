using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;
using ToolZero.Core.Randomness;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// Reads Seal-Tools (Wu et al. 2024): rows of <c>{id, query, calling: [{api, parameters, responses}]}</c>, the tools in <c>tool.jsonl</c>
/// beside them. Values keep their JSON types; a value that stands for an earlier result ("API_call_0") stays that string.
/// </summary>
internal sealed class SealToolsReader : IRowReader
{
    /// <summary>The file that holds the tools.</summary>
    public const string ToolsFile = "tool.jsonl";

    /// <summary>The rows that are read of a folder.</summary>
    public const string RowsFile = "dev.jsonl";

    private const string ResultReference = "API_call_";

    private readonly SealToolsCatalogue _catalogue;
    private readonly SealToolsSettings _settings;

    /// <summary>For the rows of this file, with the tools that lie beside it.</summary>
    /// <exception cref="DataException">The tools are missing or malformed.</exception>
    public SealToolsReader(string file, SealToolsSettings settings)
    {
        var toolsPath = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, ToolsFile);
        if (!File.Exists(toolsPath)) throw new DataException($"{file}: its tools are missing: put Seal-Tools' {ToolsFile} beside it");
        (_catalogue, _settings) = (SealToolsCatalogue.Read(toolsPath), settings);
    }

    public IReadOnlyList<ToolTask> Read(JsonLine line)
    {
        var row = line.Row;
        var id = row.Require("id").AsText();
        var query = row.Require("query").AsText();
        var calling = row.Require("calling").Items();
        var tools = calling.Select(call => FindTool(call.Require("api"))).ToList();
        var reference = calling.Select((call, i) => ReadCall(call, tools[i])).ToImmutableArray();
        var offered = _catalogue.Offer(tools, _settings.Distractors, new RandomStream(_settings.Seed, Hash(id)));
        return [new ToolTask(id, Categorise(reference, offered.Length), offered, [new Message(Role.User, query)], reference)];
    }

    private ToolSchema FindTool(JsonField api) =>
        _catalogue.Find(api.AsText()) ?? throw api.Error($"\"{api.AsText()}\" is not in {ToolsFile}");

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
