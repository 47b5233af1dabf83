using System.Collections.Immutable;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Hosting.Hocon;

/// <summary>
/// Looks a text over before the published parser gets it. That one is lenient: it takes unclosed braces, drops what follows a brace too many, reads
/// <c>+=</c> as part of a key and runs for ever at <c>[}</c>. What passes here is the part of HOCON that it reads as it is meant. Not recursive.
/// </summary>
internal sealed class HoconSyntax
{
    private readonly HoconCursor _cursor;
    private readonly Stack<Opened> _open = new();
    private readonly List<string> _key = [];
    private readonly ImmutableArray<HoconLeaf>.Builder _leaves = ImmutableArray.CreateBuilder<HoconLeaf>();
    private readonly ImmutableArray<HoconReference>.Builder _references = ImmutableArray.CreateBuilder<HoconReference>();
    private readonly ImmutableArray<HoconInclude>.Builder _includes = ImmutableArray.CreateBuilder<HoconInclude>();

    private HoconSyntax(string text, string source) => _cursor = new HoconCursor(text, source);

    private bool IsInList => _open.TryPeek(out var inner) && inner.IsList;

    private HoconPath Key => HoconPath.Of(_key);

    /// <exception cref="DataException">The text is no HOCON: source, line, what is wrong and the remedy.</exception>
    public static HoconOutline Read(string text, string source) => new HoconSyntax(text, source).Read(text.Length);

    private HoconOutline Read(int length)
    {
        var body = ..length;
        _cursor.SkipLines();
        var isBraced = _cursor.Next == '{';
        if (isBraced)
        {
            Open(isList: false, isAssigned: true, 0);
            body = _cursor.At..length;
        }

        for (_cursor.SkipLines(); !_cursor.IsAtEnd; _cursor.SkipLines())
        {
            if (isBraced && _open.Count == 0) throw _cursor.Place.Error("this stands after the last }; move it inside, or remove the outermost braces");
            if (_cursor.Next is '}' or ']')
            {
                if (isBraced && _open.Count == 1) body = body.Start.._cursor.At;
                Close();
            }
            else if (IsInList)
            {
                Value(_key.Count);
            }
            else if (_cursor.IsAtInclude)
            {
                Include();
            }
            else
            {
                Member();
            }
        }

        if (_open.TryPeek(out var open)) throw open.Place.Error(open.IsList ? "this [ is not closed; add ]" : "this { is not closed; add }");
        return new HoconOutline(body, _leaves.ToImmutable(), _references.ToImmutable(), _includes.ToImmutable());
    }

    private void Open(bool isList, bool isAssigned, int outer)
    {
        if (_open.Count >= HoconLimits.Depth) throw _cursor.Place.Error($"more than {HoconLimits.Depth} sections and lists inside one another");
        _open.Push(new Opened(isList, isAssigned, _cursor.Place, outer));
        _cursor.Skip();
    }

    private void Close()
    {
        var isList = _cursor.Next == ']';
        if (!_open.TryPeek(out var open)) throw _cursor.Place.Error($"this {_cursor.Next} closes nothing; remove it");
        if (open.IsList != isList) throw _cursor.Place.Error($"this {_cursor.Next} cannot close the {(open.IsList ? '[' : '{')} of line {open.Place.Line}; close that first");
        _open.Pop();
        _cursor.Skip();
        EndValue(open.Outer, open.IsAssigned);
    }

    private void Member()
    {
        var place = _cursor.Place;
        var outer = _key.Count;
        ReadKey();
        _cursor.SkipLines();
        if (_cursor.Next == '{')
        {
            Open(isList: false, isAssigned: false, outer);
            return;
        }

        if (_cursor.Next is not ('=' or ':')) throw place.Error($"{Key} has no value; write {Key} = … or {Key} {{ … }}");
        if (_key[^1].EndsWith('+')) throw place.Error($"+= is not known here; write {Key.ToString().TrimEnd('+', ' ')} = with the whole list");
        _cursor.Skip();
        _cursor.SkipLines();
        Value(outer);
    }

    private void ReadKey()
    {
        while (true)
        {
            var isQuoted = _cursor.Next == '"';
            var part = isQuoted ? _cursor.Quoted(mayBeTriple: false) : _cursor.Unquoted(isKey: true);
            if (!isQuoted && part.Length == 0) throw Unexpected("a key");
            _key.Add(part);
            if (_key.Count > HoconLimits.Depth) throw _cursor.Place.Error($"more than {HoconLimits.Depth} sections inside one another");
            _cursor.SkipBlanks();
            if (_cursor.Next != '.') return;
            _cursor.Skip();
            _cursor.SkipBlanks();
        }
    }

    /// <param name="outer">Parts of the key that are left when the value has been read.</param>
    private void Value(int outer)
    {
        if (_cursor.Next is '{' or '[')
        {
            Open(_cursor.Next == '[', isAssigned: true, outer);
            return;
        }

        var from = _cursor.At;
        while (TextPart()) _cursor.SkipBlanks();
        if (_cursor.At == from) throw Unexpected(_key.Count == 0 ? "a value" : $"a value of {Key}");
        _leaves.Add(new HoconLeaf(Key, _cursor.At - from));
        EndValue(outer, mayHaveComma: true);
    }

    private bool TextPart()
    {
        if (_cursor.Next == '"') _cursor.Quoted(mayBeTriple: true);
        else if (_cursor.Next == '$') Substitution();
        else return _cursor.Unquoted(isKey: false).Length > 0;
        return true;
    }

    private void Substitution()
    {
        var place = _cursor.Place;
        _cursor.Skip();
        if (_cursor.Next != '{') throw place.Error("a $ alone means nothing; put the text in quotes");
        _cursor.Skip();
        if (_cursor.Next == '?') throw place.Error("${?…} is not known here; write ${…}, or the value");
        var parts = _cursor.Unquoted(isKey: false).Split('.');
        if (parts.Contains("") || _cursor.Next != '}') throw place.Error("a substitution is ${key}, without quotes and blanks");
        _cursor.Skip();
        if (_references.Count >= HoconLimits.References) throw place.Error($"more than {HoconLimits.References} substitutions");
        _references.Add(new HoconReference(Key, HoconPath.Of(parts), place));
    }

    private void Include()
    {
        var place = _cursor.Place;
        if (_key.Count > 0) throw place.Error("an include stands outside of all sections; move it there");
        var from = _cursor.At;
        while (_cursor.Next != '"') _cursor.Skip();
        var name = _cursor.Quoted(mayBeTriple: false);
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal)) throw place.Error("an include names a file");
        _includes.Add(new HoconInclude(name, from.._cursor.At, place));
        _cursor.SkipBlanks();
        if (!_cursor.IsAtLineEnd && _cursor.Next != '}') throw Unexpected("a line end");
    }

    private void EndValue(int outer, bool mayHaveComma)
    {
        _key.RemoveRange(outer, _key.Count - outer);
        _cursor.SkipBlanks();
        if (_cursor.Next == ',' && mayHaveComma) _cursor.Skip();
        else if (!_cursor.IsAtLineEnd && _cursor.Next is not ('}' or ']')) throw Unexpected(mayHaveComma ? "a comma or a line end" : "a line end");
    }

    private DataException Unexpected(string expected) => _cursor.Place.Error(_cursor.IsAtEnd
        ? $"the text ends where {expected} was expected"
        : $"unexpected {_cursor.Next}, expected {expected}; a text with $ {{ }} [ ] : = , # ` ^ ? ! @ * & \\ stands in quotes");

    /// <param name="IsAssigned">It follows = or :, so that a comma may follow it.</param>
    /// <param name="Outer">Parts of the key that are left when this is closed.</param>
    private sealed record Opened(bool IsList, bool IsAssigned, HoconPlace Place, int Outer);
}
