using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Data.Readers;

namespace ToolZero.Core.Tests.Data.Readers;

/// <summary>Rows of data files as text, and what they become.</summary>
internal static class TestRows
{
    /// <summary>Two tools as OpenAI has them.</summary>
    public const string Tools = """[{"type":"function","function":{"name":"weather","description":"Of a city.","parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}}},{"type":"function","function":{"name":"time","parameters":{"type":"object","properties":{}}}}]""";

    /// <summary>Reads a file of these rows, its format asked of it; a folder of its own, which may hold other files.</summary>
    public static List<DataItem> Read(string text, TurnChoice turns = TurnChoice.Questions, string name = "rows.jsonl", params (string Name, string Text)[] beside) =>
        Read(text, null, turns, name, beside);

    /// <summary>The same, of a format that is told.</summary>
    public static List<DataItem> Read(string text, string? format, TurnChoice turns = TurnChoice.Questions, string name = "rows.jsonl", params (string Name, string Text)[] beside)
    {
        var folder = Directory.CreateTempSubdirectory("toolzero-");
        try
        {
            foreach (var (other, content) in beside)
            {
                var path = Path.Combine(folder.FullName, other);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, content);
            }

            var file = Path.Combine(folder.FullName, name);
            File.WriteAllText(file, text);
            return [.. DataFile.Read(file, format, DataReading.Default with { Turns = turns })];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The tasks of rows that are all right.</summary>
    public static List<ToolTask> Tasks(string text, TurnChoice turns = TurnChoice.Questions)
    {
        var items = Read(text, turns);
        Assert.All(items, item => Assert.Null(item.Refused));
        return [.. items.SelectMany(i => i.Tasks)];
    }

    /// <summary>The field and reason of the only row, which is refused.</summary>
    public static string Refusal(string text, string? format = null)
    {
        var refused = Assert.Single(Read(text, format)).Refused;
        Assert.NotNull(refused);
        Assert.Equal(1, refused.Line);
        return $"{refused.Field}: {refused.Reason}";
    }

    /// <summary>Who says what, with calls in the call syntax.</summary>
    public static string Dialogue(ToolTask task) =>
        string.Join('|', task.Messages.Select(m => $"{m.Role}:{m.Content}{(m.Calls.IsEmpty ? "" : PythonCallFormatter.Format(m.Calls))}"));

    public static string Reference(ToolTask task) => PythonCallFormatter.Format(task.Reference);
}
