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
}
