using ToolZero.Core.Evaluation.Bfcl;
using ToolZero.Core.Evaluation.Bfcl.Checking;
using ToolZero.Core.Evaluation.Bfcl.Decoding;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Tests.Evaluation.Bfcl;

/// <summary>Java and JavaScript calls of prompted models.</summary>
public sealed class SourceDecoderSpecs
{
    [Theory]
    [InlineData("[A.b(x=5, y=\"a, b\", z=new int[]{1, 2})]", "A.b{\"x\": \"5\", \"y\": \"a, b\", \"z\": \"new int[]{1, 2}\"}")]
    [InlineData("A.b(m=new HashMap<String, String>() {{ put(\"k\", \"v\"); }})", "A.b{\"m\": \"new HashMap<String, String>() {{ put(\\\"k\\\", \\\"v\\\"); }}\"}")]
    [InlineData("f(a == b, 3, c = \"x\" + \"y\")", "f{\"c\": \"\\\"x\\\" + \\\"y\\\"\"}")]
    [InlineData("f()", "f{}")]
    public void Java_arguments_stay_source_text(string text, string calls) => Assert.Equal(calls, Decoded(text, BfclLanguage.Java));

    [Theory]
    [InlineData("f(a=[1, {b: 2}], s='x', t=`y ${z}`)", "f{\"a\": \"[1, {b: 2}]\", \"s\": \"x\", \"t\": \"y ${z}\"}")]
    public void JavaScript_arguments_stay_source_text(string text, string calls) => Assert.Equal(calls, Decoded(text, BfclLanguage.JavaScript));

    [Theory]
    [InlineData("f(a=(1])")]
    [InlineData("f(a=\"x)")]
    [InlineData("no call")]
    [InlineData("f(a=1) and more")]
    [InlineData("f(a=1), g(b=2)")]
    [InlineData("f(a=1, a=2)")]
    [InlineData("f(x, y)")]
    public void What_is_no_call_fails_to_decode(string text) => Assert.Equal(BfclErrors.DecoderFailed, PromptedDecoder.Decode(text, BfclLanguage.Java).ErrorType);

    [Theory]
    [InlineData("", BfclLanguage.Java)]
    [InlineData("[]", BfclLanguage.Java)]
    [InlineData(" `` ", BfclLanguage.JavaScript)]
    [InlineData("[]", BfclLanguage.JavaScript)]
    [InlineData("f(a=1), g(b=2)", BfclLanguage.JavaScript)]
    public void Source_without_a_call_is_of_the_wrong_format(string text, BfclLanguage language)
    {
        var decoding = PromptedDecoder.Decode(text, language);
        Assert.Equal(BfclErrors.WrongFormat, decoding.ErrorType);
        Assert.Equal(language == BfclLanguage.Java ? "{}" : "None", PyRepr.Of(decoding.Other!));
    }

    [Theory]
    [InlineData(BfclLanguage.Java)]
    [InlineData(BfclLanguage.JavaScript)]
    public void Of_several_statements_the_first_counts(BfclLanguage language)
    {
        Assert.Equal("f{\"a\": \"1\"}", Decoded("f(a=1); g(b=2);", language));
        Assert.Equal("f{\"a\": \"1\"}", Decoded("f(a=1);", language));
    }

    [Theory]
    [InlineData("simple_java", "f(x, a=1)", BfclErrors.UnexpectedParameter)]
    [InlineData("simple_java", "f(String.class, a=1)", BfclErrors.UnexpectedParameter)]
    [InlineData("simple_javascript", "f(true, a=1)", BfclErrors.UnexpectedParameter)]
    [InlineData("simple_java", "f(true, 5, \"x\", g(), a=1)", null)]
    [InlineData("simple_javascript", "f(false, undefined, x.y, a=1)", null)]
    public void A_name_without_a_parameter_is_unexpected_and_other_values_are_dropped(string category, string text, string? error)
    {
        var question = Question.Of(category, "\"a\": {\"type\": \"integer\"}", "\"a\": [1]");
        var verdict = BfclChecker.Judge(question, PromptedDecoder.Decode(text, question.Category.Language));
        Assert.Equal(error, verdict.Valid ? null : verdict.ErrorType);
    }

    private static string Decoded(string text, BfclLanguage language)
    {
        var decoding = PromptedDecoder.Decode(text, language);
        Assert.Null(decoding.Error);
        return string.Join(' ', decoding.Calls.Select(c => c.Name + PyJson.Write(c.Arguments)));
    }
}
