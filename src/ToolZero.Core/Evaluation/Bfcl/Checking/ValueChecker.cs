using System.Collections.Immutable;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Checking;

/// <summary>Whether a value is among the right ones. Each check gives the name of the failure, or null.</summary>
internal static class ValueChecker
{
    public static string? Text(PyValue.Text value, ImmutableArray<PyValue> alternatives)
    {
        var text = Standardised.Text(value.Value);
        foreach (var alternative in alternatives)
        {
            if (alternative is PyValue.Text right && Standardised.Text(right.Value) == text) return null;
        }

        return BfclErrors.TextValue;
    }

    /// <summary>Whole lists, in order; texts in them are standardised. The alternative "" is the empty list.</summary>
    public static string? List(PyValue.Sequence value, ImmutableArray<PyValue> alternatives)
    {
        var items = Standardised.Items(value.Items);
        return alternatives.Any(a => AsItems(a) is { } right && Standardised.Items(right).Equals(items)) ? null : BfclErrors.ListValue;
    }

    public static string? Dictionary(PyMapping value, ImmutableArray<PyValue> alternatives)
    {
        var error = BfclErrors.DictionaryUnclear;
        foreach (var alternative in alternatives)
        {
            if (alternative is not PyMapping right) continue;
            if (Dictionary(value, right) is not { } wrong) return null;
            error = wrong;
        }

        return error;
    }

    /// <summary>Position by position; the failure of the last alternative counts.</summary>
    public static string? Dictionaries(PyValue.Sequence value, ImmutableArray<PyValue> alternatives)
    {
        var error = BfclErrors.ListOfDictionariesUnclear;
        foreach (var alternative in alternatives)
        {
            if (Dictionaries(value.Items, alternative) is not { } wrong) return null;
            error = wrong;
        }

        return error;
    }

    private static string? Dictionaries(ImmutableArray<PyValue> values, PyValue alternative)
    {
        if (AsItems(alternative) is not { } right || right.Length != values.Length) return BfclErrors.ListOfDictionariesCount;
        for (var i = 0; i < values.Length; i++)
        {
            var wrong = values[i] is PyMapping value ? Dictionary(value, [right[i]]) : BfclErrors.ListOfDictionariesUnclear;
            if (wrong is not null) return wrong;
        }

        return null;
    }

    private static string? Dictionary(PyMapping value, PyMapping right)
    {
        string? error = null;
        foreach (var (key, item) in value.Entries)
        {
            error = !right.TryGet(key, out var allowed) ? BfclErrors.DictionaryKey : IsAmong(item, allowed) ? null : BfclErrors.DictionaryValue;
            if (error is not null) break;
        }

        // The search for what is missing goes on after a wrong key or value, and its finding replaces theirs.
        var isIncomplete = right.Entries.Any(e => !value.TryGet(e.Key, out _) && !MayBeMissing(e.Value));
        return isIncomplete ? BfclErrors.DictionaryKey : error;
    }

    /// <summary>The empty text is among the values: Python finds it in every text, should one stand where a list belongs.</summary>
    private static bool MayBeMissing(PyValue allowed) => allowed is PyValue.Text || (allowed is PyValue.Sequence list && list.Items.Contains(PyValue.Text.Empty));

    private static bool IsAmong(PyValue item, PyValue allowed)
    {
        var standardised = Standardised.Value(item);
        return AsItems(allowed) is { } items && items.Any(right => Standardised.Value(right).Equals(standardised));
    }

    /// <summary>The items of a list; a text is the list of its characters, as Python has it; null for anything else.</summary>
    private static ImmutableArray<PyValue>? AsItems(PyValue value) => value switch
    {
        PyValue.Sequence list => list.Items,
        PyValue.Text text => [.. text.Value.EnumerateRunes().Select(rune => new PyValue.Text(rune.ToString()))],
        _ => null,
    };
}
