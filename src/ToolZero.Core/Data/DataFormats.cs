using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Data.Readers;
using ToolZero.Core.Data.Rows;

namespace ToolZero.Core.Data;

/// <summary>How data files are read.</summary>
/// <param name="Turns">Which turns of a dialogue become tasks.</param>
/// <param name="SealTools">How Seal-Tools rows become tasks.</param>
public sealed record DataReading(TurnChoice Turns, SealToolsSettings SealTools)
{
    public static DataReading Default { get; } = new(TurnChoice.Questions, SealToolsSettings.Default);
}

/// <summary>The layouts of data that can be read, and which one a file has.</summary>
public static class DataFormats
{
    public const string Own = "own";
    public const string SealTools = "seal-tools";
    public const string ToolRl = "tool-rl";
    public const string ApiBank = "api-bank";
    public const string Xlam = "xlam";
    public const string ToolAce = "tool-ace";
    public const string Chat = "chat";
    public const string Bfcl = "bfcl";

    public static ImmutableArray<string> Names { get; } = [Own, Bfcl, ToolRl, SealTools, ApiBank, Xlam, ToolAce, Chat];

    /// <summary>The format of a file by the fields of its first row that is an object.</summary>
    /// <exception cref="DataException">The file cannot be read, or no format has such rows.</exception>
    public static string Detect(string file)
    {
        var first = "";
        foreach (var row in DataRows.Read(file))
        {
            if (row.Problem is { } problem)
            {
                if (first.Length == 0) first = $"; {row.Where.Where}: {problem}";
                continue;
            }

            if (row.Where.Row.Kind != JsonValueKind.Object)
            {
                if (first.Length == 0) first = $"; {row.Where.Where}: {row.Where.Row.Expected("an object").Reason}";
                continue;
            }

            return Find(row.Where.Row) ?? throw new DataException(
                $"{row.Where.Where}: rows with the fields {Fields(row.Where.Row)} are of no known format: {string.Join(", ", Names)} (docs/data.md); name one with --format");
        }

        throw new DataException($"{file}: holds no row that is a JSON object{first}");
    }

    /// <exception cref="DataException">No format has this name, or what it needs beside the file is missing.</exception>
    internal static IRowReader Open(string format, string file, DataReading reading) => format switch
    {
        Own => new OwnReader(),
        SealTools => new SealToolsReader(file, reading.SealTools),
        ToolRl => new ToolRlReader(),
        ApiBank => new ApiBankReader(),
        Xlam => new XlamReader(),
        ToolAce => new ToolAceReader(reading.Turns),
        Chat => new ChatReader(reading.Turns),
        Bfcl => new BfclRowReader(file),
        _ => throw new DataException($"{format}: no such data format; there are {string.Join(", ", Names)}"),
    };

    private static string? Find(JsonField row)
    {
        bool Has(params string[] fields) => fields.All(row.Has);
        if (Has("messages", "reference")) return Own;
        if (Has("question", "function") || Has("question", "involved_classes")) return Bfcl;
        if (Has("query", "calling")) return SealTools;
        if (Has("prompt", "reward_model") || Has("system", "user", "answer")) return ToolRl;
        if (Has("instruction", "input", "output")) return IsApiBank(row) ? ApiBank : ToolRl;
        if (Has("query", "answers", "tools")) return Xlam;
        if (Has("system", "conversations") && !Has("tools") && !Has("functions")) return ToolAce; // With tools of its own it is chat, as LLaMA-Factory has it.
        return Has("messages") || Has("conversations") ? Chat : null;
    }

    private static bool IsApiBank(JsonField row)
    {
        try
        {
            return row.TextOr("output", "").StartsWith("API-Request", StringComparison.Ordinal);
        }
        catch (FieldException)
        {
            return false; // What is wrong with it is said when the row is read.
        }
    }

    private static string Fields(JsonField row)
    {
        try
        {
            return string.Join(", ", row.Properties().Select(p => p.Name));
        }
        catch (FieldException e)
        {
            return e.Reason;
        }
    }
}
