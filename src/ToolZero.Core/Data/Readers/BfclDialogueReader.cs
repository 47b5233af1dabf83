using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Core.Data.Augmentation;
using ToolZero.Core.Prompts;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// BFCL's multi-turn questions: the functions of the involved classes stand in <c>multi_turn_func_doc</c>; some come back only at a later turn. The data
/// hold no results of earlier calls, so that those say only that the calls were made.
/// </summary>
/// <param name="file">The question file; the folder of functions lies beside it.</param>
internal sealed class BfclDialogueReader(string file)
{
    // The file in multi_turn_func_doc that describes a class.
    private static readonly ImmutableDictionary<string, string> Documents = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["GorillaFileSystem"] = "gorilla_file_system",
        ["MathAPI"] = "math_api",
        ["MessageAPI"] = "message_api",
        ["TwitterAPI"] = "posting_api",
        ["TicketAPI"] = "ticket_api",
        ["TradingBot"] = "trading_bot",
        ["TravelAPI"] = "travel_booking",
        ["VehicleControlAPI"] = "vehicle_control",
        ["WebSearchAPI"] = "web_search",
        ["MemoryAPI_kv"] = "memory_kv",
        ["MemoryAPI_vector"] = "memory_vector",
        ["MemoryAPI_rec_sum"] = "memory_rec_sum",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private readonly Dictionary<string, ImmutableArray<ToolSchema>> _tools = new(StringComparer.Ordinal);

    /// <summary>One task for each turn.</summary>
    /// <exception cref="FieldException">The row or its answer is not what it must be.</exception>
    /// <exception cref="DataException">A file of functions is missing or malformed.</exception>
    public IReadOnlyList<ToolTask> Read(JsonField row, JsonField classes, JsonField answer)
    {
        var id = row.Require("id").AsText();
        var turns = row.Require("question").Items();
        var answers = answer.Require("ground_truth").Items();
        if (turns.Count > DialogueTasks.MaxTurns) throw row.Require("question").Error($"more than {DialogueTasks.MaxTurns} turns");
        if (turns.Count != answers.Count) throw row.Require("question").Error($"{turns.Count} turns and {answers.Count} answers");
        var excluded = row.Find("excluded_function")?.Items().Select(f => f.AsText()).ToHashSet(StringComparer.Ordinal) ?? [];
        var tools = classes.Items().SelectMany(c => ToolsOf(c)).Where(t => !excluded.Contains(t.Name)).ToImmutableArray();
        var missing = row.Find("missed_function")?.Properties().ToDictionary(p => p.Name, p => p.Value.Items().Select(f => f.AsText()).ToArray(), StringComparer.Ordinal) ?? [];

        var tasks = new List<ToolTask>(turns.Count);
        var dialogue = ImmutableArray.CreateBuilder<Message>();
        for (var i = 0; i < turns.Count; i++)
        {
            dialogue.AddRange(turns[i].Items().Select(turn => new Message(Role.User, turn.Require("content").AsText())));
            if (missing.Remove(i.ToString(CultureInfo.InvariantCulture))) dialogue.Add(new Message(Role.User, "You have more functions now. Please go on with them."));
            var offered = tools.Where(t => !missing.Values.Any(names => names.Contains(t.Name))).ToImmutableArray();
            var right = new Message(Role.Assistant, "") { Calls = [.. answers[i].Items().Select(call => BfclCallText.Read(call, tools))] };
            tasks.Add(DialogueTasks.Task(row, $"{id}#{i}", offered, dialogue.ToImmutable(), right, answers[i]) with { Category = Category(id) });
            if (right.Calls.IsEmpty) dialogue.Add(new Message(Role.Assistant, "I cannot do that with what I have."));
            else dialogue.AddRange(right, Dialogues.Results(right.Calls));
        }

        return tasks;
    }

    private static string Category(string id) => id.LastIndexOf('_') is var end and > 0 ? id[..end] : id;

    private ImmutableArray<ToolSchema> ToolsOf(JsonField name)
    {
        if (_tools.TryGetValue(name.AsText(), out var known)) return known;
        if (!Documents.TryGetValue(name.AsText(), out var document)) throw name.Error($"\"{name.AsText()}\" is no class of the leaderboard");
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "multi_turn_func_doc", $"{document}.json");
        return _tools[name.AsText()] = [.. JsonLines.Read(path).Select(Located)];
    }

    private static ToolSchema Located(JsonLine line)
    {
        try
        {
            return ToolSchemaJson.Read(line.Row);
        }
        catch (FieldException e)
        {
            throw new DataException($"{line.Where}: {e.Field}: {e.Reason}", e);
        }
    }
}
