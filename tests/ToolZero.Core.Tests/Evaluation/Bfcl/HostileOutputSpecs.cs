using System.Text;
using ToolZero.Core.Evaluation.Bfcl;
using ToolZero.Core.Evaluation.Bfcl.Checking;
using ToolZero.Core.Evaluation.Bfcl.Decoding;
using ToolZero.Core.Evaluation.Python;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Evaluation.Bfcl;

/// <summary>Whatever a model writes gets a typed verdict in bounded time and memory.</summary>
public sealed class HostileOutputSpecs
{
    private const int Large = 10 * 1024 * 1024;

    /// <summary>Far above what any of them takes on a busy machine, far below what quadratic time would.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <summary>Far below what a tree of ten million values would take.</summary>
    private const long MostAllocated = 2_000_000_000;

    private static readonly BfclQuestion Python = Question.Of("simple_python", "\"a\": {\"type\": \"string\"}, \"l\": {\"type\": \"array\", \"items\": {\"type\": \"integer\"}}", "\"a\": [\"x\", \"\"], \"l\": [[1], \"\"]");

    public static TheoryData<string, string> Texts => new()
    {
        { "a long string", $"f(a='{new string('x', Large)}')" },
        { "a long name", new string('f', Large) },
        { "brackets", new string('[', 10_000) },
        { "closed brackets", new string('[', 10_000) + new string(']', 10_000) },
        { "parentheses", $"f(a={new string('(', 10_000)}1{new string(')', 10_000)})" },
        { "many brackets side by side", $"f(a=[{string.Concat(Enumerable.Repeat("[],", 300_000))}])" },
        { "dictionaries", string.Concat(Enumerable.Repeat("{1:", 10_000)) },
        { "nested calls", string.Concat(Enumerable.Repeat("f(a=", 10_000)) },
        { "signs", $"f(a={new string('-', 100_000)}1)" },
        { "nots", $"f(a={string.Concat(Enumerable.Repeat("not ", 100_000))}1)" },
        { "conditions", $"f({string.Concat(Enumerable.Repeat("1 if 1 else ", 50_000))}1)" },
        { "lambdas", $"f({string.Concat(Enumerable.Repeat("lambda:", 50_000))}1)" },
        { "a sum", $"f(a={string.Concat(Enumerable.Repeat("1+", 300_000))}1)" },
        { "a chain of members", $"f(x{string.Concat(Enumerable.Repeat(".y", 300_000))}())" },
        { "a chain of subscripts", $"f(a=x{string.Concat(Enumerable.Repeat("[0]", 300_000))})" },
        { "a power", "f(a=9**9**9**9)" },
        { "a huge product", $"f(a={string.Join('*', Enumerable.Repeat("99999999999999999999", 200))})" },
        { "a huge text", "f(a='x'*10**9)" },
        { "a huge list", "f(l=[1]*10**9)" },
        { "a shift", "f(a=1<<10**9)" },
        { "many digits", $"f(a={new string('9', 200_000)})" },
        { "quotes", new string('\'', 200_000) },
        { "backslashes", $"f(a='{new string('\\', 200_001)}')" },
        { "half a pair", "f(a='\ud800')" },
        { "NUL", "f(a='\0')" },
        { "many keywords", $"f({string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"k{i}=1"))})" },
        { "one keyword many times", $"f({string.Concat(Enumerable.Repeat("a='x',", 100_000))})" },
        { "many calls", string.Concat(Enumerable.Repeat("f(),", 200_000)) },
        { "formatted strings", $"f({string.Concat(Enumerable.Repeat("f'{x}' ", 50_000))})" },
        { "nested fields", $"f(f'{new string('{', 1001)}x')" },
        { "backquotes", new string('`', Large) },
        { "blanks", new string(' ', Large) },
        { "line ends", new string('\n', Large) },
        { "sums in sums", $"f(a=g({Nested("1", "+1")}))" },
        { "sums in sums that are evaluated", $"f(a={Nested("1", "+1")})" },
        { "powers in powers", $"f(a=g({Nested("1", "**1")}))" },
        { "members of members", $"f(a=g({Nested("x", ".y")}))" },
        { "subscripts of subscripts", $"f(a={Nested("x", "[0]")}[0])" },
        { "calls of calls", $"f(a={Nested("x", "()")}())" },
        { "members of what is called", $"{Nested("x", ".y")}(a=1)" },
        { "comparisons in sums", $"f(a=g({Nested("1", "+1<1")}))" },
        { "formatted strings in formatted strings", $"f({Fields(190, "f'''", "'''", Fields(190, "f\"", "\"", Fields(190, "f'", "'", "x")))})" },
        { "a list of lists", "f(l=[[0]*60000]*60000)" },
        { "a list of texts", "f(l=['x'*60000]*60000)" },
        { "dictionaries of a list", "f(l=[{1: [0]*60000}]*60000)" },
        { "a list times ten, again and again", $"f(l=[0]{string.Concat(Enumerable.Repeat("*10", 300))})" },
        { "joined texts", $"f(a={Nested("'x'*60000", "+'x'*60000", 10)})" },
        { "joined lists", $"f(l={Nested("[0]*60000", "+[0]*60000", 10)})" },
        { "joined dictionaries", $"f(l={Nested("{1: [0]*60000}", "|{2: [0]*60000}", 10)})" },
        { "many long texts", $"f({string.Concat(Enumerable.Repeat("a='x'*65536,", 80_000))})" },
        { "many large numbers", $"f({string.Concat(Enumerable.Repeat("a=1<<16000,", 90_000))})" },
        { "wide fields", $"f(a='{string.Concat(Enumerable.Repeat("%60000s", 60_000))}' % ({string.Concat(Enumerable.Repeat("1,", 60_000))}))" },
        { "long fields", $"f(a='{string.Concat(Enumerable.Repeat("%.1074f", 60_000))}' % ({string.Concat(Enumerable.Repeat("1e308,", 60_000))}))" },
        { "emoji", $"f(a='{string.Concat(Enumerable.Repeat("😀", 100_000))}')" },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Prompted_text_gets_a_verdict(string what, string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = ThreadClock.StartNew();
        var verdict = BfclChecker.Judge(Python, PromptedDecoder.Decode(text, BfclLanguage.Python));
        Assert.True(verdict.Valid || (verdict.ErrorType!.Contains(':', StringComparison.Ordinal) && verdict.Message!.Length < 2000), what);
        foreach (var language in new[] { BfclLanguage.Java, BfclLanguage.JavaScript }) PromptedDecoder.Decode(text, language);
        Assert.True(clock.Elapsed < Bound, $"{what} took {clock.Elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostAllocated, what);
    }

    [Fact]
    public void Nested_text_needs_no_more_stack_than_the_smallest_pool_of_threads_gives()
    {
        const int Smallest = 1536 * 1024;
        var thread = new Thread(
            () =>
            {
                foreach (var text in Texts.Select(row => (string)row[1]).Where(text => text.Length < Large)) BfclChecker.Judge(Python, PromptedDecoder.Decode(text, BfclLanguage.Python));
            },
            Smallest);
        thread.Start();
        Assert.True(thread.Join(4 * Bound));
    }

    [Theory]
    [InlineData("f(l=[[0]*60000]*60000)")]
    [InlineData("f(l=[[[[0]*40]*40]*40]*40)")]
    [InlineData("f(l=['x'*60000]*3)")]
    [InlineData("f(a='x'*40000+'x'*40000)")]
    [InlineData("f(l=([0]*40000)+([0]*40000))")]
    [InlineData("f(a='%9999999s' % 1)")]
    public void A_result_of_arithmetic_is_bounded_with_everything_in_it(string text) =>
        Assert.Equal(BfclErrors.DecoderFailed, PromptedDecoder.Decode(text, BfclLanguage.Python).ErrorType);

    [Fact]
    public void The_results_of_one_text_are_bounded_together()
    {
        string Calls(int count) => string.Join(',', Enumerable.Range(0, count).Select(_ => "f(a='x'*60000)"));
        Assert.True(PromptedDecoder.Decode(Calls(10), BfclLanguage.Python).IsSuccess);
        Assert.Equal(BfclErrors.DecoderFailed, PromptedDecoder.Decode(Calls(20), BfclLanguage.Python).ErrorType);
    }

    [Theory]
    [InlineData("{\"a\": \"", "x", "\"}")]
    [InlineData("{\"l\": [", "1,", "1]}")]
    [InlineData("{", "\"a\": 1, ", "\"a\": \"x\"}")]
    [InlineData("{\"a\": ", "9", "}")]
    [InlineData("{\"a\": \"", "\\ud800", "\"}")]
    [InlineData("", "[", "")]
    public void Arguments_of_ten_megabytes_get_a_verdict(string begin, string piece, string end)
    {
        var arguments = new StringBuilder(begin).Insert(begin.Length, piece, Large / piece.Length).Append(end).ToString();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = ThreadClock.StartNew();
        var result = new PyValue.Sequence([PyMapping.From([new(new PyValue.Text("f"), new PyValue.Text(arguments))])]);
        var verdict = BfclChecker.Judge(Python, FunctionCallDecoder.Decode(result));
        Assert.False(verdict.Valid);
        Assert.Contains(":", verdict.ErrorType!, StringComparison.Ordinal);
        Assert.InRange(verdict.Message!.Length, 1, 2000);
        Assert.True(clock.Elapsed < Bound, $"took {clock.Elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostAllocated);
    }

    [Theory]
    [InlineData("{\"a\": NaN}", "type_error:simple")]
    [InlineData("{\"a\": Infinity}", "type_error:simple")]
    [InlineData("{\"a\": 1e999}", "type_error:simple")]
    [InlineData("{\"a\": \"\\ud800\"}", "value_error:string")]
    [InlineData("{\"a\": \"y\", \"a\": \"x\"}", null)]
    [InlineData("{\"a\": \"x\", \"a\": \"y\"}", "value_error:string")]
    [InlineData("{\"a\": }", "ast_decoder:decoder_failed")]
    [InlineData("[1]", "ast_decoder:decoder_wrong_output_format")]
    [InlineData("\"x\"", "ast_decoder:decoder_wrong_output_format")]
    [InlineData("", "ast_decoder:decoder_failed")]
    public void Arguments_of_function_calls_are_read_as_Python_reads_JSON(string arguments, string? error)
    {
        var result = new PyValue.Sequence([PyMapping.From([new(new PyValue.Text("f"), new PyValue.Text(arguments))])]);
        var verdict = BfclChecker.Judge(Python, FunctionCallDecoder.Decode(result));
        Assert.Equal(error, verdict.Valid ? null : verdict.ErrorType);
    }

    [Fact]
    public void Deep_JSON_fails_to_decode_and_does_not_overflow()
    {
        var deep = new StringBuilder("{\"a\": ").Append('[', 10_000).Append(']', 10_000).Append('}').ToString();
        Assert.Null(PyJson.Read(deep).Value);
        Assert.Null(PyJson.Read(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))).Value);
        Assert.NotNull(PyJson.Read(new StringBuilder().Append('[', 800).Append(']', 800).ToString()).Value);
    }

    [Theory]
    [InlineData("new int[]{")]
    [InlineData("new ArrayList<>(Arrays.asList(1,")]
    [InlineData("new ArrayList<>() {{ add(")]
    [InlineData("new HashMap<>() {{ put(\"a\",")]
    [InlineData("new HashMap<")]
    [InlineData("[[1],")]
    [InlineData("new Array([")]
    [InlineData("{a: 1,")]
    [InlineData("a:b,")]
    [InlineData(",,:")]
    public void Source_of_other_languages_is_converted_in_linear_time(string piece)
    {
        var source = new PyValue.Text(string.Concat(Enumerable.Repeat(piece, 400_000 / piece.Length)));
        var clock = ThreadClock.StartNew();
        foreach (var (category, type) in new[] { ("simple_java", "Array"), ("simple_java", "ArrayList"), ("simple_java", "HashMap"), ("simple_javascript", "array"), ("simple_javascript", "dict") })
        {
            var question = Question.Of(category, $$$"""
                "a": {"type": "{{{type}}}", "items": {"type": "String"}}
                """, "\"a\": [\"x\"]");
            Assert.False(BfclChecker.Judge(question, BfclDecoding.Of([new BfclCall("f", PyMapping.From([new(new PyValue.Text("a"), source)]))])).Valid);
        }

        Assert.True(clock.Elapsed < Bound, $"took {clock.Elapsed}");
    }

    [Fact]
    public void Random_pieces_of_Python_never_throw()
    {
        string[] pieces = ["f", "(", ")", "[", "]", "{", "}", ",", "=", ":", "'", "\"", "a", ".", "1", "-", "*", "**", "not ", "if ", "else ", "for ", "in ", "lambda ", "\\", "\n", " ", "r'", "b'", "f'", "0x", "e", "1j", "...", ":=", "#", "=="];
        var random = new ToolZero.Core.Randomness.RandomStream(7, 1);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(25)).Select(_ => pieces[random.Next(pieces.Length)]));
            foreach (var language in Enum.GetValues<BfclLanguage>()) BfclChecker.Judge(Python, PromptedDecoder.Decode(text, language));
        }
    }

    /// <summary>Brackets around brackets, each with a chain of its own behind what is inside.</summary>
    private static string Nested(string core, string link, int brackets = 195) =>
        $"{new string('(', brackets)}{core}{string.Concat(Enumerable.Repeat(string.Concat(Enumerable.Repeat(link, 400)) + ")", brackets))}";

    /// <summary>A formatted string with one field in brackets.</summary>
    private static string Fields(int brackets, string open, string close, string field) => $"{open}{{{new string('(', brackets)}{field}{new string(')', brackets)}}}{close}";
}
