#nullable disable
namespace Akka.Configuration.Hocon;

/// <summary>
/// Reads HOCON in one pass; substitutions are resolved at the end, against the whole text. Nesting is bounded by <see cref="MaxDepth"/>.
/// </summary>
public class Parser
{
    /// <summary>Deepest nesting of objects, arrays and includes that is read.</summary>
    internal const int MaxDepth = 200;

    private const int MaxCopies = 2_000_000;

    [ThreadStatic]
    private static int _includes;

    private readonly HoconReader _reader;
    private readonly Func<string, HoconRoot> _include;
    private readonly HoconValue _root = new([new HoconObject()]);
    private readonly SubstitutionResolver _resolver;
    private int _copied;

    private Parser(string text, Func<string, HoconRoot> include)
    {
        _reader = new HoconReader(text);
        _include = include;
        _resolver = new SubstitutionResolver(_root, _reader);
    }

    /// <exception cref="FormatException">The text is no HOCON, or a substitution has no value.</exception>
    /// <exception cref="ConfigurationException">An unquoted text runs into ':' or '='.</exception>
    public static HoconRoot Parse(string text, Func<string, HoconRoot> includeCallback)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Parser(text, includeCallback).ParseRoot();
    }

    private HoconRoot ParseRoot()
    {
        _reader.SkipLines();
        var braces = _reader.Take('{');
        ParseFields((HoconObject)_root.Values[0], [], braces ? _reader.Position - 1 : -1);
        _reader.SkipLines();
        if (!_reader.AtEnd) throw _reader.Error($"Unexpected '{_reader.Current}' after the end of the configuration");
        return new HoconRoot(_root, _resolver.Resolve());
    }

    // opened: where the '{' stands, -1 for a root without braces. Leaves the cursor behind the '}'.
    private void ParseFields(HoconObject target, List<string> path, int opened)
    {
        var separated = true;
        while (true)
        {
            separated |= _reader.SkipLines();
            if (_reader.AtEnd)
            {
                if (opened < 0) return;
                throw _reader.Error("The object is never closed: '}' is missing", opened);
            }

            if (_reader.Current == '}')
            {
                if (opened < 0) throw _reader.Error("A '}' without '{'");
                _reader.Skip(1);
                return;
            }

            if (!separated) throw _reader.Error("A comma or a new line is missing");
            ParseField(target, path);
            _reader.ReadSpaces();
            separated = _reader.Take(',');
        }
    }

    private void ParseField(HoconObject target, List<string> path)
    {
        if (TryParseInclude(target)) return;
        var start = _reader.Position;
        var keys = _reader.ReadPath(MaxDepth);
        List<string> full = [.. path, .. keys];
        RequireDepth(full, start);
        var owner = target;
        foreach (var key in keys.SkipLast(1)) owner = ObjectIn(owner.GetOrCreateKey(key));
        var value = owner.GetOrCreateKey(keys[^1]);
        var field = new HoconField(full, value, owner, null, value.Values);
        _reader.SkipLines();
        if (_reader.Current == '{')
        {
            ParseValue(field);
        }
        else if (_reader.Sees("+="))
        {
            ParseAppended(field);
        }
        else if (_reader.Take('=') || _reader.Take(':'))
        {
            _reader.SkipLines();
            ParseValue(field);
        }
        else
        {
            throw _reader.Error($"'=', ':' or '{{' is missing after '{HoconPath.Join(keys)}'");
        }
    }

    private bool TryParseInclude(HoconObject target)
    {
        if (!_reader.Sees("include")) return false;
        var start = _reader.Position;
        _reader.Skip("include".Length);
        var space = _reader.ReadSpaces();
        if (space.Length == 0 || _reader.Current != '"')
        {
            _reader.Skip(start - _reader.Position);
            return false;
        }

        var name = _reader.ReadQuoted();
        if (_include is null) throw _reader.Error($"Nothing here can include \"{name}\"", start);
        if (_includes >= MaxDepth / 4) throw _reader.Error($"Includes nest deeper than {MaxDepth / 4} levels", start);
        _includes++;
        try
        {
            var root = _include(name) ?? throw _reader.Error($"There is no \"{name}\" to include", start);
            target.Merge(root.Value.GetObject() ?? throw _reader.Error($"\"{name}\" holds no object", start));
        }
        finally
        {
            _includes--;
        }

        return true;
    }

    // a += x is a = ${?a} [x].
    private void ParseAppended(HoconField field)
    {
        if (field.Previous is [.., HoconObject or HoconLiteral]) throw _reader.Error($"+= needs an array at '{HoconPath.Join(field.Path)}'");
        _reader.Skip("+=".Length);
        _reader.SkipLines();
        var array = new HoconArray();
        ParseValue(HoconField.ItemOf(array, field.Path));
        field.Value.AppendValue(array);
    }

    private HoconArray ParseArray(List<string> path)
    {
        var opened = _reader.Position;
        RequireDepth(path, opened);
        _reader.Skip(1);
        var array = new HoconArray();
        var separated = true;
        while (true)
        {
            separated |= _reader.SkipLines();
            if (_reader.AtEnd) throw _reader.Error("The array is never closed: ']' is missing", opened);
            if (_reader.Take(']')) return array;
            if (!separated) throw _reader.Error("A comma or a new line is missing");
            ParseValue(HoconField.ItemOf(array, path));
            _reader.ReadSpaces();
            separated = _reader.Take(',');
        }
    }

    // Reads the pieces of one value up to the end of the line, a comma, a closing bracket or a comment.
    private void ParseValue(HoconField field)
    {
        RequireDepth(field.Path, _reader.Position);
        var start = _reader.Position;
        var pieces = new List<IHoconElement>();
        var space = string.Empty;
        while (true)
        {
            var at = _reader.Position;
            if (ParsePiece(field, isFirst: at == start) is not { } piece) break;
            if (piece.Count > 0 && pieces.Count > 0)
            {
                RejectMixture(pieces[^1], piece[0], at);
                if (space.Length > 0) pieces.Add(new HoconSpace { Value = space });
            }

            pieces.AddRange(piece);
            space = _reader.ReadSpaces();
        }

        if (_reader.Position == start) throw _reader.Error(_reader.AtEnd ? "A value is missing" : $"A value cannot begin with '{_reader.Current}'");
        field.Value.Clear();
        if (pieces is [HoconSubstitution, ..] && field.Previous is [.., HoconObject]) field.Value.Values.AddRange(field.Previous);
        field.Value.Values.AddRange(pieces);
        _resolver.Own(field);
    }

    // One piece; no element for a ${?self} without an earlier value; null at the end of the value.
    private List<IHoconElement> ParsePiece(HoconField field, bool isFirst)
    {
        if (_reader.Current == '{') return ParseObject(field, isFirst);
        if (_reader.Current == '[') return [ParseArray(field.Path)];
        if (_reader.Sees("${")) return ParseSubstitution(field);
        if (_reader.Sees("\"\"\"")) return [new HoconQuoted { Value = _reader.ReadTripleQuoted() }];
        if (_reader.Current == '"') return [new HoconQuoted { Value = _reader.ReadQuoted() }];
        if (!_reader.StartsUnquoted()) return EndOfValue();
        var text = _reader.ReadUnquoted();
        if (_reader.Current is ':' or '=')
        {
            throw new ConfigurationException(
                $"An unquoted text cannot contain '{_reader.Current}', {_reader.Place(_reader.Position)}: put quotes around it, or braces around an object.");
        }

        return [new HoconLiteral { Value = text }];
    }

    // A key written again with an object goes on filling the object that it has, or covers the substitution that may become one.
    private List<IHoconElement> ParseObject(HoconField field, bool isFirst)
    {
        var opened = _reader.Position;
        _reader.Skip(1);
        var earlier = isFirst && field.Previous is [.., HoconObject or HoconSubstitution] ? field.Previous : [];
        var target = earlier is [.., HoconObject known] ? known : new HoconObject();
        ParseFields(target, field.Path, opened);
        return earlier is [.., HoconObject] ? Copy(earlier) : [.. Copy(earlier), target];
    }

    private List<IHoconElement> EndOfValue()
    {
        if (_reader.AtEnd || _reader.Current is '\n' or ',' or '}' or ']' || _reader.StartsComment()) return null;
        throw _reader.Error($"Unexpected '{_reader.Current}' in a value: put quotes around the text");
    }

    private List<IHoconElement> ParseSubstitution(HoconField field)
    {
        var start = _reader.Position;
        _reader.Skip(2);
        var optional = _reader.Take('?');
        var keys = _reader.ReadPath(MaxDepth);
        if (!_reader.Take('}')) throw _reader.Error("The substitution is never closed: '}' is missing", start);
        var isSelf = keys.SequenceEqual(field.Path);
        return isSelf && field.Previous is { Count: > 0 } ? Copy(field.Previous) : [_resolver.Add(keys, isSelf, optional, start)];
    }

    // A value that takes its earlier pieces along again and again would grow with the square of the text.
    private List<IHoconElement> Copy(List<IHoconElement> pieces)
    {
        _copied += pieces.Count;
        return _copied <= MaxCopies ? [.. pieces] : throw _reader.Error("A value is extended too often");
    }

    private void RequireDepth(List<string> path, int at)
    {
        if (path.Count > MaxDepth) throw _reader.Error($"Nested deeper than {MaxDepth} levels", at);
    }

    private void RejectMixture(IHoconElement before, IHoconElement next, int at)
    {
        if (Kind(before) is { } a && Kind(next) is { } b && a != b) throw _reader.Error($"{a} and {b} cannot be one value", at);
    }

    private static string Kind(IHoconElement element) => element switch
    {
        HoconObject => "an object",
        HoconArray => "an array",
        HoconSpace => null,
        HoconLiteral => "a text",
        _ => null,
    };

    // The object that a dotted key goes through: what stands there, or a new one in its place.
    private static HoconObject ObjectIn(HoconValue value)
    {
        if (value.Values is [.., HoconObject existing]) return existing;
        var added = new HoconObject();
        if (value.Values is [.., HoconSubstitution]) value.AppendValue(added);
        else value.NewValue(added);
        return added;
    }
}
