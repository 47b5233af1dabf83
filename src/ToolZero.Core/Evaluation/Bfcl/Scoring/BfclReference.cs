using System.Collections.Immutable;
using ToolZero.Core.Evaluation.Bfcl.Languages;
using ToolZero.Core.Evaluation.Python;
using ToolZero.Core.Evaluation.Results;

namespace ToolZero.Core.Evaluation.Bfcl.Scoring;

/// <summary>
/// A right answer to each question, made from its possible answers: the first alternative of every argument that is not "may be left out".
/// It shows that the check can be passed; six entries of the leaderboard cannot be, whatever is called.
/// </summary>
public static class BfclReference
{
    /// <summary>Ids that no answer satisfies.</summary>
    public static ImmutableArray<string> Unsatisfiable { get; } =
        ["live_simple_106-63-0", "live_simple_112-68-0", "live_multiple_862-181-3", "live_multiple_964-207-0", "simple_java_36", "simple_java_65"];

    /// <summary>The answer in the layout of a function-calling model's result.</summary>
    public static ResultRow Of(BfclQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var calls = question.Category.Kind == BfclKind.Relevance ? [new BfclCall(question.Functions[0].Name, PyMapping.Empty)] : Calls(question);
        return new ResultRow(question.Id, new PyValue.Sequence(
            [.. calls.Select(c => PyMapping.From([new(new PyValue.Text(c.Name), new PyValue.Text(PyJson.Write(c.Arguments)))]))]));
    }

    /// <summary>The right calls; none where the category has no answers.</summary>
    internal static IEnumerable<BfclCall> Calls(BfclQuestion question) => question.Answers.Select(a => Call(question.Find(a.Function)!, a, question.Category.Language));

    private static BfclCall Call(BfclFunction function, BfclAnswer answer, BfclLanguage language)
    {
        var arguments = new List<KeyValuePair<PyValue, PyValue>>();
        foreach (var expected in answer.Parameters)
        {
            if (First(expected.Alternatives) is { } alternative)
            {
                var declared = function.Parameters.GetValueOrDefault(expected.Name);
                if (declared is null && expected.IsOptional) continue;
                arguments.Add(new(new PyValue.Text(expected.Name), Argument(alternative, declared, language)));
            }
            else if (function.Required.Contains(expected.Name))
            {
                arguments.Add(new(new PyValue.Text(expected.Name), PyValue.Text.Empty));
            }
        }

        return new BfclCall(answer.Function, PyMapping.From(arguments));
    }

    private static PyValue Argument(PyValue alternative, BfclParameter? declared, BfclLanguage language) => language switch
    {
        BfclLanguage.Java => new PyValue.Text(JavaWriter.Write(Chosen(alternative), declared?.Word ?? "any", declared?.ItemWord)),
        BfclLanguage.JavaScript => new PyValue.Text(JavaScriptWriter.Write(Chosen(alternative), declared?.Word ?? "any")),
        _ => Chosen(alternative),
    };

    private static PyValue? First(ImmutableArray<PyValue> alternatives) => alternatives.FirstOrDefault(a => !a.Equals(PyValue.Text.Empty));

    /// <summary>The alternative itself, with a choice made inside dictionaries, whose values are lists of alternatives.</summary>
    private static PyValue Chosen(PyValue alternative) => alternative switch
    {
        PyValue.Sequence list => new PyValue.Sequence([.. list.Items.Select(Chosen)]),
        PyMapping mapping => PyMapping.From([.. mapping.Entries.Select(e => (e.Key, Value: Chosen(e))).Where(e => e.Value is not null)
            .Select(e => KeyValuePair.Create(e.Key, e.Value!))]),
        _ => alternative,
    };

    private static PyValue? Chosen(KeyValuePair<PyValue, PyValue> entry) => entry.Value switch
    {
        PyValue.Sequence list => First(list.Items),

        // Written as a text where a list belongs, it allows any one of its characters.
        PyValue.Text { Value.Length: > 0 } text => new PyValue.Text(text.Value[..1]),
        var other => other,
    };
}
