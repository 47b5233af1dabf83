using System.Collections.Frozen;
using System.Collections.Immutable;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl;

/// <summary>A parameter as the check sees it.</summary>
/// <param name="Word">The declared type.</param>
/// <param name="Kind">The Python type it stands for.</param>
/// <param name="ItemWord">The declared type of items, for arrays and tuples.</param>
/// <param name="ItemKind">The Python type that stands for.</param>
public sealed record BfclParameter(string Word, PyKind Kind, string? ItemWord = null, PyKind? ItemKind = null);

/// <summary>A function as the check sees it.</summary>
public sealed record BfclFunction(string Name, FrozenDictionary<string, BfclParameter> Parameters, ImmutableArray<string> Required);

/// <summary>What an argument may be.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Alternatives">Values that are right; the empty text says that the argument may be left out.</param>
public sealed record BfclExpected(string Name, ImmutableArray<PyValue> Alternatives)
{
    public bool IsOptional { get; } = Alternatives.Contains(PyValue.Text.Empty);
}

/// <summary>One right call.</summary>
public sealed record BfclAnswer(string Function, ImmutableArray<BfclExpected> Parameters)
{
    public BfclExpected? Find(string parameter)
    {
        foreach (var expected in Parameters)
        {
            if (expected.Name == parameter) return expected;
        }

        return null;
    }
}
