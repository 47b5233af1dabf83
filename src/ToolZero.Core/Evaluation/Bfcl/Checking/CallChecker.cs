using ToolZero.Core.Evaluation.Bfcl.Languages;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Checking;

/// <summary>Compares one call with one right call: name, required parameters, then each argument in the order written, then what is missing.</summary>
/// <param name="language">Of the function.</param>
/// <param name="underscoreToDot">The model's interface allows no dots in names and writes underscores for them.</param>
internal sealed class CallChecker(BfclLanguage language, bool underscoreToDot)
{
    public BfclVerdict Check(BfclFunction function, BfclAnswer answer, BfclCall call)
    {
        var name = underscoreToDot ? function.Name.Replace('.', '_') : function.Name;
        if (call.Name != name) return BfclVerdict.Wrong(BfclErrors.WrongName, $"{name} is not called");
        foreach (var required in function.Required)
        {
            if (!call.Arguments.Has(required)) return BfclVerdict.Wrong(BfclErrors.MissingRequired, $"{required}: required, and missing");
        }

        var left = BfclErrors.Unclear;
        foreach (var (key, value) in call.Arguments.Entries)
        {
            var parameter = (key as PyValue.Text)?.Value ?? "None";
            if (!function.Parameters.TryGetValue(parameter, out var declared) || answer.Find(parameter) is not { } expected)
                return BfclVerdict.Wrong(BfclErrors.UnexpectedParameter, $"{parameter}: not expected");
            var (error, compared) = Check(value, declared, expected);
            if (error is not null) return BfclVerdict.Wrong(error, Describe(parameter, value, expected, error));
            if (compared) left = null;
        }

        foreach (var expected in answer.Parameters)
        {
            if (!expected.IsOptional && !call.Arguments.Has(expected.Name))
                return BfclVerdict.Wrong(BfclErrors.MissingOptional, $"{expected.Name}: missing, and may not be left out here");
        }

        return new BfclVerdict(true, left);
    }

    /// <summary>The failure or null, and whether a text, list or dictionary was compared, which the official result shows by its error field.</summary>
    private (string? Error, bool Compared) Check(PyValue given, BfclParameter declared, BfclExpected expected)
    {
        if (Convert(given, declared, out var error) is not { } value) return (error, false);
        var type = TypeChecker.Check(value, expected.Alternatives, declared.Kind, declared.ItemKind);
        if (type.ErrorType is not null) return (type.ErrorType, false);
        if (!type.IsVariable)
        {
            switch (value)
            {
                case PyMapping mapping: return (ValueChecker.Dictionary(mapping, expected.Alternatives), true);
                case PyValue.Sequence list when declared.ItemKind == PyKind.Mapping: return (ValueChecker.Dictionaries(list, expected.Alternatives), true);
                case PyValue.Text text: return (ValueChecker.Text(text, expected.Alternatives), true);
                case PyValue.Sequence list: return (ValueChecker.List(list, expected.Alternatives), true);
            }
        }

        return (expected.Alternatives.Contains(value) ? null : BfclErrors.OtherValue, false);
    }

    /// <summary>The value as the declared type has it.</summary>
    private PyValue? Convert(PyValue given, BfclParameter declared, out string? error)
    {
        error = null;
        if (language == BfclLanguage.Python)
        {
            if (declared.Word == "tuple" && given is PyValue.Sequence { Kind: PyKind.Tuple } tuple) return new PyValue.Sequence(tuple.Items);
            return declared.Word == "float" && given is PyValue.Integer whole ? new PyValue.Real((double)whole.Value) : given;
        }

        if (given is not PyValue.Text source)
        {
            error = language == BfclLanguage.Java ? BfclErrors.JavaType : BfclErrors.JavaScriptType;
            return null;
        }

        return language == BfclLanguage.Java
            ? JavaConverter.Convert(source.Value, declared.Word, declared.ItemWord)
            : JavaScriptConverter.Convert(source.Value, declared.Word, declared.ItemWord);
    }

    private static string Describe(string parameter, PyValue value, BfclExpected expected, string error)
    {
        const int Longest = 200;
        var allowed = string.Join(" or ", expected.Alternatives.Select(a => PyRepr.Start(a, Longest)));
        if (allowed.Length > Longest) allowed = $"{allowed[..Longest]}...";
        return $"{parameter}: {(error.StartsWith("type", StringComparison.Ordinal) ? "wrong type" : "wrong value")} {PyRepr.Start(value, Longest)}; right would be {allowed}";
    }
}
