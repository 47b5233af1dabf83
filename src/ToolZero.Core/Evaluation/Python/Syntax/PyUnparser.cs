using System.Collections.Immutable;
using System.Text;

namespace ToolZero.Core.Evaluation.Python.Syntax;

/// <summary>Writes expressions as CPython's <c>ast.unparse</c> does (3.11): its quotes, its blanks, its parentheses.</summary>
internal sealed class PyUnparser
{
    private readonly StringBuilder _text = new();

    public static string Write(PyNode node)
    {
        var writer = new PyUnparser();
        writer.Write(node, PyLevel.Test);
        return writer._text.ToString();
    }

    /// <summary>Writes a node into a place that needs at least a level of tightness.</summary>
    private void Write(PyNode node, PyLevel place)
    {
        if (place <= PyLevel.Tuple && node is PyNode.Items { Bracket: PyBracket.Tuple, Values: { IsEmpty: false } values })
        {
            WriteTuple(values);
            return;
        }

        var level = LevelOf(node);
        var parentheses = level is { } own && place > own;
        if (parentheses) _text.Append('(');
        WriteBare(node);
        if (parentheses) _text.Append(')');
    }

    private static PyLevel? LevelOf(PyNode node) => node switch
    {
        PyNode.Named => PyLevel.Named,
        PyNode.Suspension s => s.Word == "await" ? PyLevel.Await : PyLevel.Yield,
        PyNode.Lambda or PyNode.Conditional => PyLevel.Test,
        PyNode.Logic l => l.Operator == "or" ? PyLevel.Or : PyLevel.And,
        PyNode.Unary u => u.Operator == "not" ? PyLevel.Not : PyLevel.Factor,
        PyNode.Comparison => PyLevel.Comparison,
        PyNode.Binary b => LevelOf(b.Operator),
        _ => null,
    };

    private static PyLevel LevelOf(string binary) => binary switch
    {
        "|" => PyLevel.BitOr,
        "^" => PyLevel.BitXor,
        "&" => PyLevel.BitAnd,
        "<<" or ">>" => PyLevel.Shift,
        "+" or "-" => PyLevel.Sum,
        "**" => PyLevel.Power,
        _ => PyLevel.Term,
    };

    private void WriteBare(PyNode node)
    {
        switch (node)
        {
            case PyNode.Constant c: _text.Append(c.IsUnicode ? "u" : "").Append(PyRepr.Of(c.Value)); break;
            case PyNode.Formatted f: _text.Append(f.Source); break;
            case PyNode.Ellipsis: _text.Append("..."); break;
            case PyNode.Name n: _text.Append(n.Id); break;
            case PyNode.Member m: WriteMember(m); break;
            case PyNode.Subscript s: WriteSubscript(s); break;
            case PyNode.Slice s: WriteSlice(s); break;
            case PyNode.Call c: WriteCall(c); break;
            case PyNode.Starred s: Prefixed("*", s.Value, PyLevel.BitOr); break;
            case PyNode.Unary u: Prefixed(u.Operator == "not" ? "not " : u.Operator, u.Operand, LevelOf(u)!.Value); break;
            case PyNode.Binary b: WriteBinary(b); break;
            case PyNode.Logic l: WriteLogic(l); break;
            case PyNode.Comparison c: WriteComparison(c); break;
            case PyNode.Conditional c: WriteConditional(c); break;
            case PyNode.Lambda l: WriteLambda(l); break;
            case PyNode.Items i: WriteItems(i); break;
            case PyNode.Mapping m: WriteMapping(m); break;
            case PyNode.Comprehension c: WriteComprehension(c); break;
            case PyNode.Named n: Prefixed($"{n.Id} := ", n.Value, PyLevel.Atom); break;
            case PyNode.Suspension s: WriteSuspension(s); break;
        }
    }

    private void Prefixed(string prefix, PyNode node, PyLevel place)
    {
        _text.Append(prefix);
        Write(node, place);
    }

    private void Joined<T>(ImmutableArray<T> items, Action<T> write)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) _text.Append(", ");
            write(items[i]);
        }
    }

    private void WriteMember(PyNode.Member node)
    {
        Write(node.Of, PyLevel.Atom);
        if (node.Of is PyNode.Constant { Value: PyValue.Integer or PyValue.Boolean }) _text.Append(' ');
        _text.Append('.').Append(node.Id);
    }

    private void WriteSubscript(PyNode.Subscript node)
    {
        Write(node.Of, PyLevel.Atom);
        _text.Append('[');
        Write(node.Index, node.Index is PyNode.Items ? PyLevel.Tuple : PyLevel.Test);
        _text.Append(']');
    }

    private void WriteSlice(PyNode.Slice node)
    {
        if (node.From is not null) Write(node.From, PyLevel.Test);
        _text.Append(':');
        if (node.To is not null) Write(node.To, PyLevel.Test);
        if (node.Step is not null) Prefixed(":", node.Step, PyLevel.Test);
    }

    private void WriteCall(PyNode.Call node)
    {
        Write(node.Function, PyLevel.Atom);
        _text.Append('(');
        Joined(node.Positional, argument => Write(argument, PyLevel.Test));
        if (!node.Positional.IsEmpty && !node.Keywords.IsEmpty) _text.Append(", ");
        Joined(node.Keywords, k => Prefixed(k.Name is null ? "**" : $"{k.Name}=", k.Value, PyLevel.Test));
        _text.Append(')');
    }

    private void WriteBinary(PyNode.Binary node)
    {
        var level = LevelOf(node.Operator);
        var isPower = node.Operator == "**";
        Write(node.Left, isPower ? level + 1 : level);
        _text.Append(' ').Append(node.Operator).Append(' ');
        Write(node.Right, isPower ? level : level + 1);
    }

    /// <summary>CPython raises the level with every operand, so later ones get parentheses that they do not need.</summary>
    private void WriteLogic(PyNode.Logic node)
    {
        var level = LevelOf(node)!.Value;
        for (var i = 0; i < node.Values.Length; i++)
        {
            if (i > 0) _text.Append(' ').Append(node.Operator).Append(' ');
            level = level < PyLevel.Atom ? level + 1 : level;
            Write(node.Values[i], level);
        }
    }

    private void WriteComparison(PyNode.Comparison node)
    {
        Write(node.Left, PyLevel.Comparison + 1);
        foreach (var (sign, right) in node.Links) Prefixed($" {sign} ", right, PyLevel.Comparison + 1);
    }

    private void WriteConditional(PyNode.Conditional node)
    {
        Write(node.Body, PyLevel.Or);
        Prefixed(" if ", node.Test, PyLevel.Or);
        Prefixed(" else ", node.OrElse, PyLevel.Test);
    }

    private void WriteLambda(PyNode.Lambda node)
    {
        _text.Append(node.Parameters.IsEmpty ? "lambda" : "lambda ");
        Joined(node.Parameters, p =>
        {
            _text.Append(p.Spelling);
            if (p.Default is not null) Prefixed("=", p.Default, PyLevel.Test);
        });
        Prefixed(": ", node.Body, PyLevel.Test);
    }

    private void WriteTuple(ImmutableArray<PyNode> values)
    {
        Joined(values, value => Write(value, PyLevel.Test));
        if (values.Length == 1) _text.Append(',');
    }

    private void WriteItems(PyNode.Items node)
    {
        _text.Append(node.Bracket switch { PyBracket.List => '[', PyBracket.Set => '{', _ => '(' });
        if (node.Bracket == PyBracket.Tuple) WriteTuple(node.Values);
        else Joined(node.Values, value => Write(value, PyLevel.Test));
        _text.Append(node.Bracket switch { PyBracket.List => ']', PyBracket.Set => '}', _ => ')' });
    }

    private void WriteMapping(PyNode.Mapping node)
    {
        _text.Append('{');
        Joined(node.Entries, e =>
        {
            if (e.Key is null)
            {
                Prefixed("**", e.Value, PyLevel.BitOr);
                return;
            }

            Write(e.Key, PyLevel.Test);
            Prefixed(": ", e.Value, PyLevel.Test);
        });
        _text.Append('}');
    }

    private void WriteComprehension(PyNode.Comprehension node)
    {
        _text.Append(node.Bracket switch { PyBracket.List => '[', PyBracket.Set => '{', _ => '(' });
        Write(node.Element, PyLevel.Test);
        if (node.Value is not null) Prefixed(": ", node.Value, PyLevel.Test);
        foreach (var clause in node.Clauses)
        {
            Prefixed(clause.IsAsync ? " async for " : " for ", clause.Target, PyLevel.Tuple);
            Prefixed(" in ", clause.Source, PyLevel.Or);
            foreach (var condition in clause.Conditions) Prefixed(" if ", condition, PyLevel.Or);
        }

        _text.Append(node.Bracket switch { PyBracket.List => ']', PyBracket.Set => '}', _ => ')' });
    }

    private void WriteSuspension(PyNode.Suspension node)
    {
        _text.Append(node.Word);
        if (node.Value is not null) Prefixed(" ", node.Value, PyLevel.Atom);
    }
}
