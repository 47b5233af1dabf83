#nullable disable
namespace Akka.Configuration.Hocon;

/// <summary>Gives every <c>${path}</c> of one text its value: from the text, else from the environment. Work and result are bounded.</summary>
internal sealed class SubstitutionResolver(HoconValue root, HoconReader reader)
{
    private const int MaxSteps = 20_000_000;

    private readonly Dictionary<HoconSubstitution, Pending> _pending = [];
    private readonly Dictionary<HoconValue, List<HoconField>> _owners = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<HoconValue> _finished = new(ReferenceEqualityComparer.Instance);
    private int _steps;

    /// <param name="keys">Its path.</param>
    /// <param name="isSelf">It names the key that it stands in, which had no value: only the environment is left.</param>
    /// <param name="optional">Written <c>${?path}</c>: may have no value.</param>
    /// <param name="position">Where it stands in the text.</param>
    public HoconSubstitution Add(List<string> keys, bool isSelf, bool optional, int position)
    {
        var substitution = new HoconSubstitution(HoconPath.Join(keys));
        _pending.Add(substitution, new Pending(keys, isSelf, optional, position));
        return substitution;
    }

    /// <summary>Remembers a value that holds substitutions.</summary>
    public void Own(HoconField field)
    {
        if (!field.Value.Values.Exists(v => v is HoconSubstitution)) return;
        if (!_owners.TryGetValue(field.Value, out var fields)) _owners.Add(field.Value, fields = []);
        fields.Add(field);
    }

    /// <exception cref="FormatException">A value is missing, refers to itself, or grows beyond the bounds.</exception>
    public List<HoconSubstitution> Resolve()
    {
        foreach (var owner in _owners.Keys) Finish(owner, 0);
        RemoveUndefined();
        new TreeBounds(substitution => Place(substitution)).Check(root);
        return [.. _pending.Keys];
    }

    private string Place(HoconSubstitution substitution) =>
        _pending.TryGetValue(substitution, out var pending) ? reader.Place(pending.Position) : "in an include";

    // Resolves what stands directly in the value; an optional substitution without value vanishes and uncovers what stood there before.
    private void Finish(HoconValue owner, int depth)
    {
        if (_finished.Contains(owner)) return;
        var fields = _owners.GetValueOrDefault(owner);
        var uncovered = fields?.Count ?? 0;
        while (true)
        {
            Count(owner.Values.Count);
            foreach (var substitution in owner.Values.OfType<HoconSubstitution>()) Resolve(substitution, depth);
            if (fields is null) return;
            owner.Values.RemoveAll(v => v is HoconSubstitution s && IsUndefined(s));
            if (!IsBlank(owner) || uncovered == 0) break;
            owner.Values.AddRange(fields[--uncovered].Previous ?? []);
        }

        owner.DropCoveredObjects();
        _finished.Add(owner);
    }

    private void Resolve(HoconSubstitution substitution, int depth)
    {
        if (!_pending.TryGetValue(substitution, out var pending) || pending.State == State.Done) return;
        if (pending.State == State.Running) throw reader.Error($"${{{substitution.Path}}} refers to itself", pending.Position);
        if (depth > TreeBounds.MaxHeight) throw reader.Error("Substitutions refer to each other too deeply", pending.Position);
        pending.State = State.Running;
        substitution.ResolvedValue = (pending.IsSelf ? null : Find(pending.Keys, depth + 1)) ?? FromEnvironment(pending.Keys);
        pending.State = State.Done;
    }

    private HoconValue Find(List<string> keys, int depth)
    {
        var node = root;
        foreach (var key in keys)
        {
            Count(node.Values.Count);
            node = node.GetChildObject(key);
            if (node is null) return null;
            Finish(node, depth);
        }

        return IsBlank(node) ? null : node;
    }

    private void RemoveUndefined()
    {
        var blank = new HashSet<HoconValue>(_owners.Keys.Where(IsBlank), ReferenceEqualityComparer.Instance);
        if (blank.Count == 0) return;
        foreach (var field in blank.Select(owner => _owners[owner][^1])) field.Parent?.Items.Remove(field.Path[^1]);
        foreach (var array in blank.Select(owner => _owners[owner][^1].Array).Where(a => a is not null).Distinct(ReferenceEqualityComparer.Instance))
            ((HoconArray)array).RemoveAll(blank.Contains);
    }

    private bool IsUndefined(HoconSubstitution substitution) =>
        substitution.ResolvedValue is null && _pending.TryGetValue(substitution, out var pending) && pending is { Optional: true, State: State.Done };

    private void Count(int steps)
    {
        _steps += steps + 1;
        if (_steps > MaxSteps) throw new FormatException("The substitutions of the configuration take too many steps to resolve.");
    }

    private static bool IsBlank(HoconValue value) => value.Values.TrueForAll(v => v is HoconSpace);

    private static HoconValue FromEnvironment(List<string> keys)
    {
        var name = string.Join('.', keys);
        return name.Length > 0 && !name.Contains('\0') && Environment.GetEnvironmentVariable(name) is { } text
            ? new HoconValue([new HoconQuoted { Value = text }])
            : null;
    }

    private enum State
    {
        Waiting,
        Running,
        Done,
    }

    private sealed class Pending(List<string> keys, bool isSelf, bool optional, int position)
    {
        public bool IsSelf => isSelf;

        public List<string> Keys => keys;

        public bool Optional => optional;

        public int Position => position;

        public State State { get; set; }
    }
}
