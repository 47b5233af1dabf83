using ToolZero.Core.Evaluation.Bfcl;
using ToolZero.Core.Evaluation.Bfcl.Checking;
using ToolZero.Core.Evaluation.Bfcl.Decoding;

namespace ToolZero.Core.Tests.Evaluation.Bfcl;

public sealed class BfclCheckerSpecs
{
    [Theory]
    [InlineData("integer", "5", "[5]", null)]
    [InlineData("integer", "5.0", "[5]", "type_error:simple")]
    [InlineData("integer", "true", "[1]", "type_error:simple")]
    [InlineData("integer", "6", "[5]", "value_error:others")]
    [InlineData("float", "5", "[5.0]", null)]
    [InlineData("float", "5.5", "[5]", "value_error:others")]
    [InlineData("float", "5", "[5]", null)]
    [InlineData("boolean", "true", "[true]", null)]
    [InlineData("boolean", "1", "[true]", "type_error:simple")]
    [InlineData("boolean", "false", "[true]", "value_error:others")]
    [InlineData("string", "\"New York, NY\"", "[\"new-york ny\"]", null)]
    [InlineData("string", "\"it's\"", "[\"it\\\"s\"]", null)]
    [InlineData("string", "\"a\\tb\"", "[\"ab\"]", "value_error:string")]
    [InlineData("string", "5", "[\"5\"]", "type_error:simple")]
    [InlineData("any", "\"x\"", "[\"X\"]", null)]
    [InlineData("integer", "\"n\"", "[\"n\"]", null)]
    [InlineData("integer", "\"N\"", "[\"n\"]", "value_error:others")]
    [InlineData("string", "true", "[true]", null)]
    [InlineData("integer", "null", "[null]", null)]
    public void Types_are_exact_and_values_are_those_of_the_answer(string type, string value, string answer, string? error) =>
        Assert.Equal(error, Question.Verdict(Question.Of("simple_python", $$$"""
            "a": {"type": "{{{type}}}"}
            """, $"\"a\": {answer}"), $$$"""[{"f": {"a": {{{value}}}}}]"""));

    [Theory]
    [InlineData("string", "[\"A b\", \"c\"]", "[[\"ab\", \"C\"]]", null)]
    [InlineData("string", "[\"c\", \"ab\"]", "[[\"ab\", \"c\"]]", "value_error:list/tuple")]
    [InlineData("integer", "[1, 2]", "[[1, 2.0]]", null)]
    [InlineData("integer", "[1, \"2\"]", "[[1, 2]]", "type_error:nested")]
    [InlineData("float", "[1]", "[[1.0]]", "type_error:nested")]
    [InlineData("float", "[1]", "[[1, 2.0]]", "value_error:list/tuple")]
    [InlineData("integer", "\"x\"", "[[1]]", "type_error:simple")]
    [InlineData("integer", "[]", "[\"\", [1]]", null)]
    [InlineData("integer", "[]", "[[1]]", "value_error:list/tuple")]
    [InlineData("array", "[[1, 2]]", "[[[1, 2]]]", null)]
    [InlineData("dict", "[{\"k\": \"V\"}]", "[[{\"k\": [\"v\"]}]]", null)]
    [InlineData("dict", "[{\"k\": \"w\"}]", "[[{\"k\": [\"v\"]}]]", "value_error:dict_value")]
    [InlineData("dict", "[]", "[[{\"k\": [\"v\"]}]]", "value_error:list_dict_count")]
    [InlineData("dict", "[]", "[[{\"k\": [\"v\"]}], \"\"]", null)]
    [InlineData("dict", "[5]", "[\"\", [{\"k\": [1]}]]", "list_dict_checker:unclear")]
    public void Lists_are_compared_whole_and_their_items_by_type(string items, string value, string answer, string? error) =>
        Assert.Equal(error, Question.Verdict(Question.Of("simple_python", $$$"""
            "a": {"type": "array", "items": {"type": "{{{items}}}"}}
            """, $"\"a\": {answer}"), $$$"""[{"f": {"a": {{{value}}}}}]"""));

    [Theory]
    [InlineData("{\"k\": 1, \"s\": \"A b\"}", null)]
    [InlineData("{\"k\": 1.0}", null)]
    [InlineData("{\"k\": true}", null)]
    [InlineData("{\"k\": 2, \"s\": \"ab\"}", "value_error:dict_value")]
    [InlineData("{\"s\": \"ab\"}", "value_error:dict_key")]
    [InlineData("{\"k\": 1, \"z\": 1}", "value_error:dict_key")]
    [InlineData("{\"k\": 1, \"s\": {\"t\": 1}}", "value_error:dict_value")]
    [InlineData("{}", "value_error:dict_key")]
    public void Dictionaries_hold_the_right_keys_with_one_of_their_values(string value, string? error) =>
        Assert.Equal(error, Question.Verdict(Question.Of("simple_python", "\"a\": {\"type\": \"dict\"}", "\"a\": [{\"k\": [1], \"s\": [\"ab\", \"\"]}]"), $$$"""[{"f": {"a": {{{value}}}}}]"""));

    [Theory]
    [InlineData("{}", null)]
    [InlineData("{\"k\": \"a\"}", null)]
    [InlineData("{\"k\": \"ab\"}", "value_error:dict_value")]
    [InlineData("{\"z\": 1}", "value_error:dict_key")]
    public void A_value_written_as_text_where_a_list_belongs_may_be_left_out_or_is_any_of_its_letters(string value, string? error) =>
        Assert.Equal(error, Question.Verdict(Question.Of("simple_python", "\"a\": {\"type\": \"dict\"}", "\"a\": [{\"k\": \"ab\"}]"), $$$"""[{"f": {"a": {{{value}}}}}]"""));

    [Theory]
    [InlineData("[{\"f\": {\"a\": 1, \"b\": 2}}]", null)]
    [InlineData("[{\"f\": {\"a\": 1}}]", null)]
    [InlineData("[{\"F\": {\"a\": 1}}]", "simple_function_checker:wrong_func_name")]
    [InlineData("[{\"f\": {\"b\": 2}}]", "simple_function_checker:missing_required")]
    [InlineData("[{\"f\": {\"a\": 1, \"z\": 2}}]", "simple_function_checker:unexpected_param")]
    [InlineData("[{\"f\": {\"a\": 1, \"c\": 2}}]", "simple_function_checker:unexpected_param")]
    [InlineData("[{\"f\": {\"a\": 2, \"z\": 2}}]", "value_error:others")]
    [InlineData("[{\"f\": {\"z\": 2, \"a\": 2}}]", "simple_function_checker:unexpected_param")]
    [InlineData("[]", "simple_function_checker:wrong_count")]
    [InlineData("[{\"f\": {\"a\": 1}}, {\"f\": {\"a\": 1}}]", "simple_function_checker:wrong_count")]
    [InlineData("[{}]", "ast_decoder:decoder_wrong_output_format")]
    [InlineData("[{\"f\": 5}]", "ast_decoder:decoder_wrong_output_format")]
    [InlineData("[{\"f\": {}, \"g\": {}}]", "ast_decoder:decoder_wrong_output_format")]
    [InlineData("null", "ast_decoder:decoder_failed")]
    public void The_first_failure_names_the_error(string calls, string? error) => Assert.Equal(error, Question.Verdict(
        Question.Of("simple_python", "\"a\": {\"type\": \"integer\"}, \"b\": {\"type\": \"integer\"}, \"c\": {\"type\": \"integer\"}", "\"a\": [1], \"b\": [2, \"\"]", "\"a\""), calls));

    [Fact]
    public void An_argument_that_may_not_be_left_out_is_missed_at_the_end() => Assert.Equal(BfclErrors.MissingOptional, Question.Verdict(
        Question.Of("simple_python", "\"a\": {\"type\": \"integer\"}", "\"a\": [1]"), """[{"f": {}}]"""));

    [Theory]
    [InlineData("[1, 2]", null)]
    [InlineData("[2, 1]", null)]
    [InlineData("[1, 1]", "parallel_function_checker_no_order:cannot_find_match")]
    [InlineData("[1]", "parallel_function_checker_no_order:wrong_count")]
    public void Parallel_calls_are_matched_in_any_order(string values, string? error)
    {
        var question = Question.Of("parallel", "\"a\": {\"type\": \"integer\"}", """[{"f": {"a": [1]}}, {"f": {"a": [2]}}]""");
        var calls = string.Join(", ", values.Trim('[', ']').Split(',').Select(v => $$$"""{"f": {"a": {{{v}}}}}"""));
        Assert.Equal(error, Question.Verdict(question, $"[{calls}]"));
    }

    [Fact]
    public void A_parallel_call_that_is_taken_is_not_given_back()
    {
        // The first right call allows 1 and 2 and takes the 1 that the second needs.
        var question = Question.Of("parallel", "\"a\": {\"type\": \"integer\"}", """[{"f": {"a": [1, 2]}}, {"f": {"a": [1]}}]""");
        Assert.Equal(BfclErrors.NoMatch, Question.Verdict(question, """[{"f": {"a": 1}}, {"f": {"a": 2}}]"""));
        Assert.Null(Question.Verdict(question, """[{"f": {"a": 2}}, {"f": {"a": 1}}]"""));
    }

    [Theory]
    [InlineData("irrelevance", "[]", null)]
    [InlineData("irrelevance", "[{}]", null)]
    [InlineData("irrelevance", "null", null)]
    [InlineData("irrelevance", "[{\"g\": {}}]", "irrelevance_error:decoder_success")]
    [InlineData("live_relevance", "[{\"g\": {}}]", null)]
    [InlineData("live_relevance", "[]", "relevance_error:decoder_failed")]
    [InlineData("live_relevance", "null", "relevance_error:decoder_failed")]
    public void Relevance_is_whether_there_is_a_call(string category, string calls, string? error) =>
        Assert.Equal(error, Question.Verdict(Question.Of(category, "\"a\": {\"type\": \"integer\"}", ""), calls));

    [Theory]
    [InlineData("a_b(x=1)", true, true)]
    [InlineData("a.b(x=1)", true, false)]
    [InlineData("a.b(x=1)", false, true)]
    [InlineData("a_b(x=1)", false, false)]
    public void Models_without_dots_in_names_write_underscores(string call, bool underscores, bool right)
    {
        var question = BfclReader.Read(
            new StringReader("""{"id": "simple_python_0", "question": [[]], "function": [{"name": "a.b", "parameters": {"type": "dict", "properties": {"x": {"type": "integer"}}}}]}"""),
            new StringReader("""{"id": "simple_python_0", "ground_truth": [{"a.b": {"x": [1]}}]}"""),
            BfclCategories.Find("simple_python")!)[0];
        Assert.Equal(right, BfclChecker.Judge(question, PromptedDecoder.Decode(call, BfclLanguage.Python), underscores).Valid);
    }

    [Fact]
    public void A_tuple_is_a_list_only_where_a_tuple_is_declared()
    {
        string? Judge(string type) => BfclChecker.Judge(
            Question.Of("simple_python", $$$"""
                "a": {"type": "{{{type}}}", "items": {"type": "integer"}}
                """, "\"a\": [[1, 2]]"),
            PromptedDecoder.Decode("f(a=(1, 2))", BfclLanguage.Python)).ErrorType;
        Assert.Null(Judge("tuple"));
        Assert.Equal(BfclErrors.Type, Judge("array"));
    }
}
