using System.Text.Json;
using ToolZero.Core.Data;
using ToolZero.Core.Data.Augmentation;
using ToolZero.Core.Data.Preparation;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Data;

/// <summary>Whatever a data file holds, every row becomes tasks or a refusal, in bounded time and memory.</summary>
public sealed class HostileRowsSpecs : IDisposable
{
    private const int Long = 500_000;

    // Generous: the machine may be busy. Without bounds the quadratic cases take hours.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private const long MostAllocated = 1_000_000_000;

    private static readonly Dictionary<string, Func<string>> Texts = new(StringComparer.Ordinal)
    {
        ["letters"] = () => new string('x', Long),
        ["lines"] = () => $"User: x\n{string.Concat(Enumerable.Repeat("a\n", Long / 2))}",
        ["turns"] = () => string.Concat(Enumerable.Repeat("<user></user>", Long / 13)),
        ["open turns"] = () => string.Concat(Enumerable.Repeat("<user>", Long / 6)),
        ["blocks"] = () => string.Concat(Enumerable.Repeat("<tool_call>{}</tool_call>", Long / 25)),
        ["calls"] = () => $"[{string.Concat(Enumerable.Repeat("f(),", Long / 4))}f()]",
        ["requests"] = () => $"API-Request: [{string.Concat(Enumerable.Repeat("f(a=',", Long / 6))})]",
        ["brackets"] = () => new string('[', 10_000) + new string(']', 10_000),
        ["lists"] = () => string.Concat(Enumerable.Repeat("[ {", Long / 3)),
        ["tools"] = () => $"**Available Tools**{string.Concat(Enumerable.Range(1, 20_000).Select(i => $"\n{i}. Name: f\nParameters: {{}}"))}",
        ["call objects"] = () => $"[{string.Join(',', Enumerable.Repeat("{\"name\":\"f\",\"arguments\":{}}", Long / 30))}]",
        ["keys"] = () => $"{{{string.Join(',', Enumerable.Range(0, Long / 10).Select(i => $"\"{i}\":1"))}}}",
        ["digits"] = () => new string('9', Long / 10),
        ["NUL"] = () => "[f(\0)]",
        ["not numbers"] = () => "{\"a\":NaN,\"b\":-Infinity,\"c\":1e999}",
        ["duplicate keys"] = () => "{\"name\":\"g\",\"name\":\"f\",\"arguments\":{\"a\":2,\"a\":1}}",
        ["deep values"] = () => $"[{{\"name\":\"f\",\"arguments\":{{\"a\":{new string('[', 59)}{new string(']', 59)}}}}}]",
        ["halves of pairs"] = () => "\"\\ud800\"",
    };

    /// <summary>Rows of every format with a place for a text, written as a text and as itself.</summary>
    private static readonly string[] Rows =
    [
        """{"id":"a","tools":[{"name":"f"}],"messages":[{"role":"user","content":TEXT}],"reference":TEXT}""",
        """{"id":"a","tools":[{"name":"f"}],"messages":[{"role":"user","content":"x"}],"reference":RAW}""",
        """{"id":"a","tools":[{"name":"f"}],"messages":[{"role":"user","content":"x"}],"reference":[{"name":"f","arguments":RAW}]}""",
        """{"id":"a","question":[[{"role":"user","content":TEXT}]],"function":RAW}""",
        """{"query":TEXT,"answers":TEXT,"tools":TEXT}""",
        """{"query":"x","answers":RAW,"tools":[{"name":"f","parameters":RAW}]}""",
        """{"system":TEXT,"conversations":[{"from":"user","value":TEXT},{"from":"assistant","value":TEXT}]}""",
        """{"system":"[{\"name\":\"f\"}]","conversations":[{"from":"user","value":"x"},{"from":"assistant","value":TEXT}]}""",
        """{"tools":TEXT,"messages":[{"role":"user","content":TEXT},{"role":"assistant","content":TEXT}]}""",
        """{"tools":[{"name":"f"}],"messages":[{"role":"user","content":"x"},{"role":"assistant","content":TEXT}]}""",
        """{"tools":[{"name":"f"}],"messages":[{"role":"user","content":"x"},{"role":"assistant","tool_calls":RAW}]}""",
        """{"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y"}],"tools":[],TEXT:1}""",
        """{"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y"}],"tools":[{"name":"f","parameters":{"properties":{"a":{"type":"string","default":TEXT}}}}]}""",
        """{"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y"}],"tools":[{"name":"f","parameters":{"properties":{"a":{"enum":[TEXT]}},"$defs":{TEXT:TEXT}}}]}""",
        """{"functions":[{"name":"f"}],"messages":[{"role":"user","content":"x"},{"role":"assistant","function_call":{"name":"f","arguments":TEXT}}]}""",
        """{"tools":"[{\"name\":\"f\"}]","system":TEXT,"conversations":[{"from":"human","value":"x"},{"from":"function_call","value":TEXT},{"from":"observation","value":TEXT}]}""",
        """{"conversations":[{"from":"system","value":"<tools>{\"name\":\"f\"}</tools>"},{"from":"human","value":TEXT},{"from":"gpt","value":TEXT}]}""",
        """{"instruction":"x","input":TEXT,"output":"API-Request: [f()]"}""",
        """{"instruction":"x","input":"{\"apiCode\":\"f\"}\nUser: x","output":TEXT}""",
        """{"system":TEXT,"user":"x","answer":[]}""",
        """{"system":"**Available Tools**\n1. Name: f\nParameters: {}","user":TEXT,"answer":RAW}""",
        """{"instruction":"**Available Tools**\n1. Name: f\nParameters: {}","input":"x","output":TEXT}""",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-");

    public static TheoryData<string> Names => [.. Texts.Keys];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_format_reads_or_refuses_it(string name)
    {
        var text = Texts[name]();
        var quoted = name == "halves of pairs" ? text : JsonSerializer.Serialize(text);
        foreach (var row in Rows)
        {
            File.WriteAllText(Path.Combine(_folder.FullName, "rows.jsonl"), row.Replace("TEXT", quoted, StringComparison.Ordinal).Replace("RAW", text.ReplaceLineEndings(" "), StringComparison.Ordinal));
            foreach (var format in DataFormats.Names.Where(f => f != DataFormats.SealTools)) Check($"{name} in {row} as {format}", format);
        }
    }

    [Fact]
    public void Rows_of_ten_megabytes_are_read_or_refused()
    {
        var text = JsonSerializer.Serialize(string.Concat(Enumerable.Repeat("word ", 2_000_000)));
        foreach (var row in Rows.Where(row => row.Split("TEXT").Length == 2))
        {
            File.WriteAllText(Path.Combine(_folder.FullName, "rows.jsonl"), row.Replace("TEXT", text, StringComparison.Ordinal).Replace("RAW", "[]", StringComparison.Ordinal));
            Check($"ten megabytes in {row}", null);
        }
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y"}],"tools":[],"\ud800":1}""", "row: half of a surrogate pair in a property name")]
    [InlineData("""{"messages":[{"role":"user","content":"x","\ud800":1},{"role":"assistant","content":"y"}],"tools":[]}""", "messages[0]: half of a surrogate pair in a property name")]
    [InlineData("""{"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y"}],"tools":[{"name":"f","parameters":{"properties":{"a":{"type":"string","default":"\ud800"}}}}]}""", "tools[0].parameters.properties.a.default: half of a surrogate pair in a string")]
    [InlineData("""{"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y"}],"tools":[{"name":"f","parameters":{"properties":{"a":{"enum":["\udc00"]}}}}]}""", "tools[0].parameters.properties.a.enum[0]: half of a surrogate pair in a string")]
    [InlineData("""{"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y"}],"tools":[{"name":"f","parameters":{"properties":{"a":{"properties":{"\ud800":{}}}}}}]}""", "tools[0].parameters.properties.a.properties: half of a surrogate pair in a property name")]
    [InlineData("""{"instruction":"x","input":"y","output":7}""", "output: expected a string, found a number")]
    public void Halves_of_surrogate_pairs_and_wrong_kinds_are_refused_by_file_line_field_and_reason(string row, string refusal)
    {
        var file = Path.Combine(_folder.FullName, "rows.jsonl");
        File.WriteAllText(file, row);
        var refused = Assert.Single(DataFile.Read(file, null, DataReading.Default)).Refused;
        Assert.StartsWith($"{file}:1: {refusal}", refused?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dialogue_of_endless_turns_is_refused_before_it_is_copied()
    {
        var turns = string.Join(',', Enumerable.Repeat("{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":\"y\"}", 100_000));
        File.WriteAllText(Path.Combine(_folder.FullName, "rows.jsonl"), $"{{\"tools\":[],\"messages\":[{turns}]}}");
        var item = Assert.Single(DataFile.Read(Path.Combine(_folder.FullName, "rows.jsonl"), null, DataReading.Default));
        Assert.Equal("more than 1000 turns", item.Refused?.Reason);
    }

    private void Check(string what, string? format)
    {
        var file = Path.Combine(_folder.FullName, "rows.jsonl");
        var refused = new List<RefusedRow>();
        var settings = ImportSettings.Default with { Format = format, Augmentations = TaskAugmentations.Parse("join,tool-returns,hidden-parameter,challenge", 1), Masking = new NameMasking(true, true), ChecksSchema = true };
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = ThreadClock.StartNew();
        var tasks = new DataImport(settings, refused.Add, _ => { }).Tasks([file], CancellationToken.None).Count();
        Assert.True(watch.Elapsed < Longest, $"{what}: {watch.Elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before is var allocated && allocated < MostAllocated, $"{what}: {allocated / 1_000_000} MB");
        Assert.True(tasks > 0 || refused.Count > 0, what);
    }
}
