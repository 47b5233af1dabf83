namespace ToolZero.Core.Evaluation.Bfcl;

/// <summary>The leaderboard's own names for what is wrong with an answer; they are part of its score files.</summary>
public static class BfclErrors
{
    public const string DecoderFailed = "ast_decoder:decoder_failed";
    public const string WrongFormat = "ast_decoder:decoder_wrong_output_format";

    public const string SimpleCount = "simple_function_checker:wrong_count";
    public const string MultipleCount = "multiple_function_checker:wrong_count";
    public const string ParallelCount = "parallel_function_checker_no_order:wrong_count";
    public const string NoMatch = "parallel_function_checker_no_order:cannot_find_match";

    /// <summary>
    /// What the checker leaves in the field of a right answer when no argument of text, list or dictionary was compared last. Not a fault.
    /// </summary>
    public const string Unclear = "simple_function_checker:unclear";

    public const string WrongName = "simple_function_checker:wrong_func_name";
    public const string MissingRequired = "simple_function_checker:missing_required";
    public const string MissingOptional = "simple_function_checker:missing_optional";
    public const string UnexpectedParameter = "simple_function_checker:unexpected_param";

    public const string Type = "type_error:simple";
    public const string NestedType = "type_error:nested";
    public const string JavaType = "type_error:java";
    public const string JavaScriptType = "type_error:js";

    public const string TextValue = "value_error:string";
    public const string ListValue = "value_error:list/tuple";
    public const string OtherValue = "value_error:others";
    public const string DictionaryKey = "value_error:dict_key";
    public const string DictionaryValue = "value_error:dict_value";
    public const string ListOfDictionariesCount = "value_error:list_dict_count";
    public const string DictionaryUnclear = "dict_checker:unclear";
    public const string ListOfDictionariesUnclear = "list_dict_checker:unclear";

    public const string CallWhereNoneFits = "irrelevance_error:decoder_success";
    public const string NoCallWhereOneFits = "relevance_error:decoder_failed";

    /// <summary>Ours: the model gave no answer, for example because the prompt is longer than its positions. Always counted wrong.</summary>
    public const string NoAnswer = "inference_error:no_answer";
}
