using System.Collections.Immutable;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Checking;

/// <summary>Whether the type of an argument is right.</summary>
/// <param name="ErrorType">Null when it is.</param>
/// <param name="IsVariable">
/// The answer holds values of another type than the declared one, as it does for variables written by name: the value is compared as it is.
/// </param>
internal readonly record struct TypeCheck(string? ErrorType, bool IsVariable);

/// <summary>Types are compared exactly: no bool for an integer, no float for an integer.</summary>
internal static class TypeChecker
{
    public static TypeCheck Check(PyValue value, ImmutableArray<PyValue> alternatives, PyKind declared, PyKind? items)
    {
        var answered = AnsweredKind(alternatives);
        var isVariable = answered is not null && answered != declared;
        if (value.Kind != declared) return value.Kind == answered ? new TypeCheck(null, true) : new TypeCheck(BfclErrors.Type, false);
        if (items is null || alternatives.Any(a => MayHold(a, (PyValue.Sequence)value, items.Value))) return new TypeCheck(null, isVariable);

        // The official checker goes on to the variable rule here and, when it applies, keeps the name of the first failure.
        return new TypeCheck(value.Kind == answered ? BfclErrors.NestedType : BfclErrors.Type, false);
    }

    /// <summary>The type of the first alternative that is not "may be left out".</summary>
    private static PyKind? AnsweredKind(ImmutableArray<PyValue> alternatives)
    {
        foreach (var alternative in alternatives)
        {
            if (!alternative.Equals(PyValue.Text.Empty)) return alternative.Kind;
        }

        return null;
    }

    /// <summary>An alternative that is no list says nothing about items and lets all of them pass.</summary>
    private static bool MayHold(PyValue alternative, PyValue.Sequence value, PyKind items)
    {
        if (alternative is not PyValue.Sequence { Kind: PyKind.List } list) return true;
        var answered = AnsweredKind(list.Items);
        return value.Items.All(item => item.Kind == items || item.Kind == answered);
    }
}
