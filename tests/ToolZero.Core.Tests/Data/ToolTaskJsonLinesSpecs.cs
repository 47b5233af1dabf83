using System.Text;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;
using ToolZero.Core.Randomness;
using ToolZero.Core.Tests.Calls;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Tests.Data;

public sealed class ToolTaskJsonLinesSpecs : IDisposable
{
    private const string Row =
        """{"id":"a","category":"simple","tools":[{"name":"f","parameters":{"type":"object","properties":{"x":{"type":"number"}},"required":["x"]}}],"messages":[{"role":"user","content":"Do."}],"reference":[{"name":"f","arguments":{"x":5.0,"y":5,"z":1E2}}]}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_row_is_read_with_the_types_that_its_numbers_are_spelled_in()
    {
        var task = Read(Row).Single();
        Assert.Equal("[f(x=5.0, y=5, z=100.0)]", PythonCallFormatter.Format(task.Reference));
        Assert.Equal(new Message(Role.User, "Do."), task.Messages.Single());
        Assert.Equal(ParameterType.Number, task.Tools.Single().Parameters.Single().Type);
        Assert.Equal(("a", "simple", false), (task.Id, task.Category, task.EarlierToolTurn));
    }

    [Fact]
    public void The_reference_may_be_written_in_the_call_syntax()
    {
        var task = Read("\n" + """{"id":"a","tools":[{"name":"f"}],"messages":[{"role":"user","content":"1"},{"role":"tool","content":"2"},{"role":"user","content":"3"}],"reference":"f(x=(1, 2))"}""").Single();
        Assert.Equal("[f(x=[1, 2])]", PythonCallFormatter.Format(task.Reference));
        Assert.Equal("uncategorised", task.Category);
        Assert.True(task.EarlierToolTurn);
    }

    [Theory]
    [InlineData("{\"id\":", "rows.jsonl:1: row: malformed JSON at byte 6")]
    [InlineData("7", "rows.jsonl:1: row: expected an object, found a number")]
    [InlineData("{\"id\":\"a\",\"tool\":[]}", "rows.jsonl:1: tool: unknown field: did you mean tools?")]
    [InlineData("""{"id":"a","tools":[],"messages":[{"role":"system","content":"x"}],"reference":[]}""", "rows.jsonl:1: row: nobody asks")]
    [InlineData("""{"id":"a","tools":[{"name":"f"},{"name":"f"}],"messages":[{"role":"user","content":"x"}],"reference":[]}""", "rows.jsonl:1: row: the tool \"f\" is offered twice")]
    [InlineData("{}", "rows.jsonl:1: id: missing")]
    [InlineData("""{"id":"a"}""", "rows.jsonl:1: tools: missing")]
    [InlineData("""{"id":"a","tools":[{"name":7}]}""", "rows.jsonl:1: tools[0].name: expected a string, found a number")]
    [InlineData("""{"id":"a","tools":[],"messages":[]}""", "rows.jsonl:1: messages: empty")]
    [InlineData("""{"id":"a","tools":[],"messages":[{"role":"me","content":"x"}]}""", "rows.jsonl:1: messages[0].role: unknown role \"me\"")]
    [InlineData("""{"id":"a","tools":[],"messages":[{"role":"user"}]}""", "rows.jsonl:1: messages[0].content: missing")]
    [InlineData("""{"id":"a","tools":[],"messages":[{"role":"user","content":"x"}]}""", "rows.jsonl:1: reference: missing")]
    [InlineData("""{"id":"a","tools":[],"messages":[{"role":"user","content":"x"}],"reference":"f(1)"}""", "rows.jsonl:1: reference: '=' expected|rows.jsonl:1: reference: keyword argument expected, at character 2")]
    [InlineData("""{"id":"a","tools":[],"messages":[{"role":"user","content":"x"}],"reference":"f()"}""", "rows.jsonl:1: reference: calls \"f\", which is not among the tools")]
    [InlineData("""{"id":"a","tools":[],"messages":[{"role":"user","content":"x"}],"reference":[{"name":"f","arguments":{"x":1,"x":2}}]}""", "rows.jsonl:1: reference[0].arguments.x: written twice")]
    [InlineData("""{"id":"a","tools":[],"messages":[{"role":"user","content":"x"}],"reference":[{"name":""}]}""", "rows.jsonl:1: reference: cannot be written as a Python-style call")]
    [InlineData("""{"id":"a","tools":[],"messages":[{"role":"user","content":"x"}],"reference":[],"reference":[]}""", "rows.jsonl:1: reference: written twice")]
    [InlineData("""{"id":"a","tools":[],"messages":[{"role":"user","content":"x","content":"y"}],"reference":[]}""", "rows.jsonl:1: messages[0].content: written twice")]
    [InlineData("""{"id":"a","tools":[{"name":"f","name":"g"}],"messages":[{"role":"user","content":"x"}],"reference":[]}""", "rows.jsonl:1: tools[0].name: written twice")]
    [InlineData("""{"id":"a","tools":[{"name":"f"}],"messages":[{"role":"user","content":"x"}],"reference":[{"name":"g","name":"f"}]}""", "rows.jsonl:1: reference[0].name: written twice")]
    [InlineData("""{"id":"a","tools":[],"messages":[{"role":"user","content":"\udc00"}],"reference":[]}""", "rows.jsonl:1: messages[0].content: half of a surrogate pair")]
    public void A_bad_row_is_named_by_file_line_field_and_reason(string row, string message)
    {
        var error = Assert.Throws<DataException>(() => Read(row).ToList());
        Assert.Contains(message.Split('|'), m => error.Message.StartsWith(Path.Combine(_folder.FullName, m), StringComparison.Ordinal));
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_repeated_id_names_both_lines()
    {
        var error = Assert.Throws<DataException>(() => Read(Row + "\n\n" + Row).ToList());
        Assert.Equal($"{Path.Combine(_folder.FullName, "rows.jsonl")}:3: id: \"a\" is already on line 1", error.Message);
    }

    [Fact]
    public void A_list_of_rows_is_as_good_as_lines() => Assert.Equal(["a", "b"], Read($"[\n{Row},\n{Row.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)}]").Select(t => t.Id));

    [Fact]
    public void Rows_before_a_bad_one_are_streamed()
    {
        using var rows = Read(Row + "\nnonsense").GetEnumerator();
        Assert.True(rows.MoveNext());
        Assert.Throws<DataException>(() => rows.MoveNext());
    }

    [Fact]
    public void What_is_written_reads_back_equal()
    {
        var path = Path.Combine(_folder.FullName, "tasks.jsonl");
        var tasks = Enumerable.Range(0, 200).Select(i => RandomTask((ulong)i)).ToList();
        Assert.Equal(200, ToolTaskJsonLines.Write(path, tasks));
        var read = ToolTaskJsonLines.Read(path).ToList();
        Assert.Equal(tasks.Count, read.Count);
        for (var i = 0; i < tasks.Count; i++)
        {
            Assert.Equal(
                (tasks[i].Id, tasks[i].Category, tasks[i].EarlierToolTurn, tasks[i].Response), (read[i].Id, read[i].Category, read[i].EarlierToolTurn, read[i].Response));
            Assert.True(tasks[i].Tools.SequenceEqual(read[i].Tools));
            Assert.True(tasks[i].Messages.SequenceEqual(read[i].Messages));
            Assert.True(tasks[i].Reference.SequenceEqual(read[i].Reference), PythonCallFormatter.Format(tasks[i].Reference));
        }

        Assert.Single(_folder.GetFiles());
    }

    [Theory]
    [InlineData("\U0001F600")]
    [InlineData("ä\U0001F600")]
    [InlineData("\"\\\n\u0001ä\U0001F600€")]
    public void A_long_text_is_written_in_pieces_and_reads_back_equal(string part)
    {
        var texts = Enumerable.Range(0, 4).Select(i => new string('x', i) + string.Concat(Enumerable.Repeat(part, 40_000))).ToList();
        var path = Path.Combine(_folder.FullName, "tasks.jsonl");
        using (var writer = TaskFileWriter.Create(path))
        {
            foreach (var (i, text) in texts.Index()) writer.Write(new ToolTask($"t{i}", "simple", [], [new Message(Role.User, text)], [], false));
            writer.Finish();
            writer.Commit();
        }

        Assert.Equal(texts, ToolTaskJsonLines.Read(path).Select(t => t.Messages.Single().Content));
        using var whole = new MemoryStream();
        ToolTaskJsonLines.Write(whole, ToolTaskJsonLines.Read(path));
        Assert.Equal(File.ReadAllBytes(path), whole.ToArray());
    }

    [Fact]
    public void A_file_that_cannot_be_read_or_written_is_one_line()
    {
        Assert.Equal("none.jsonl: cannot be read: no such file", Assert.Throws<DataException>(() => ToolTaskJsonLines.Read("none.jsonl").ToList()).Message);
        var written = Assert.Throws<DataException>(() => ToolTaskJsonLines.Write("/none/such/tasks.jsonl", []));
        Assert.StartsWith("/none/such/tasks.jsonl: cannot be written: ", written.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_and_endless_lines_are_refused()
    {
        Assert.Contains("not UTF-8", Assert.Throws<DataException>(() => Read([0x7b, 0xff, 0xfe, 0x7d]).ToList()).Message, StringComparison.Ordinal);
        Assert.Contains("line of more than", Assert.Throws<DataException>(() => Read(new string('x', 17 * 1024 * 1024)).ToList()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Twenty_thousand_damaged_rows_are_read_or_refused_by_one_line()
    {
        var refused = 0;
        for (ulong seed = 0; seed < 20_000; seed++)
        {
            var row = RandomCalls.Mutate(new RandomStream(seed, 2), Row);
            try
            {
                _ = Read(row).ToList();
            }
            catch (DataException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                refused++;
            }
        }

        Assert.InRange(refused, 5_000, 19_999);
    }

    private IEnumerable<ToolTask> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private IEnumerable<ToolTask> Read(byte[] text)
    {
        var path = Path.Combine(_folder.FullName, "rows.jsonl");
        File.WriteAllBytes(path, text);
        return ToolTaskJsonLines.Read(path);
    }

    private static ToolTask RandomTask(ulong seed)
    {
        var random = new RandomStream(seed, 3);
        var calls = RandomCalls.Calls(random);
        return new ToolTask(
            $"t{seed}",
            "simple",
            [.. calls.Select(c => c.Name).Distinct().Select(n => new ToolSchema(n, "Does.", [new ToolParameter("a", ParameterType.Boolean, "", true, [])]))],
            [
                new Message(Role.System, "é\n"),
                new Message(Role.User, "\"x\""),
                new Message(Role.Assistant, random.Chance(0.5) ? "I look." : "") { Calls = calls, Reasoning = random.Chance(0.5) ? "Hm." : "" },
                new Message(Role.Tool, "21"),
            ],
            calls,
            random.Chance(0.5),
            random.Chance(0.5) ? "Done." : null);
    }
}
