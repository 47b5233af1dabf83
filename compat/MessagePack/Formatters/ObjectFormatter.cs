using System.Linq.Expressions;
using System.Reflection;

namespace MessagePack.Formatters;

/// <summary>
/// An attributed object: an array with each member at the place of its key, nil at keys that no member has. Reading passes over places that it does not know and
/// leaves members that are not there at their initial value, so both sides may be of different age.
/// </summary>
/// <typeparam name="T">The object's type.</typeparam>
internal sealed class ObjectFormatter<T> : IMessagePackFormatter<T?>
{
    private static readonly object Missing = new();

    private readonly ObjectMember<T>[] _members;
    private readonly ObjectMember<T>?[] _byKey;
    private readonly int[] _slots;
    private readonly Func<object?[], T> _create;

    public ObjectFormatter()
    {
        if (typeof(T).IsAbstract || typeof(T).IsNestedPrivate || typeof(T).IsNestedFamily)
            throw new MessagePackSerializationException($"{typeof(T).FullName} is abstract or not accessible: make it public or internal, or give it [Union].");
        _members = ObjectMember<T>.Of();
        _byKey = new ObjectMember<T>?[_members.Length == 0 ? 0 : _members[^1].Key + 1];
        _slots = new int[_byKey.Length];
        for (int slot = 0; slot < _members.Length; slot++)
        {
            _byKey[_members[slot].Key] = _members[slot];
            _slots[_members[slot].Key] = slot;
        }

        _create = Creator(_members);
    }

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(_byKey.Length);
        foreach (ObjectMember<T>? member in _byKey)
        {
            if (member is null)
                writer.WriteNil();
            else
                member.Serialize(ref writer, value, options);
        }
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
            return typeof(T).IsValueType ? throw MessagePackSerializationException.UnexpectedNil(typeof(T)) : default;
        options.Security.DepthStep(ref reader);
        int length = reader.ReadArrayHeader();
        object?[] values = new object?[_members.Length];
        Array.Fill(values, Missing);
        for (int key = 0; key < length; key++)
        {
            if (key < _byKey.Length && _byKey[key] is { } member)
                values[_slots[key]] = member.Deserialize(ref reader, options);
            else
                reader.Skip();
        }

        reader.Depth--;
        return _create(values);
    }

    /// <summary>
    /// The constructor with the most parameters that fits: its parameters are the members in order of their keys. Members that it does not take are set afterwards.
    /// </summary>
    private static Func<object?[], T> Creator(ObjectMember<T>[] members)
    {
        ParameterExpression values = Expression.Parameter(typeof(object[]));
        ParameterExpression result = Expression.Variable(typeof(T));
        ConstructorInfo[] constructors = typeof(T).GetConstructors();
        ConstructorInfo? marked = constructors.SingleOrDefault(one => one.GetCustomAttribute<SerializationConstructorAttribute>() is not null);
        ConstructorInfo? chosen = marked ?? constructors.OrderByDescending(one => one.GetParameters().Length).FirstOrDefault(one => Fits(one, members));
        if ((chosen is null && !typeof(T).IsValueType) || (marked is not null && !Fits(marked, members)))
            throw new MessagePackSerializationException($"{typeof(T).FullName} has no public constructor whose parameters are its members in order of their keys.");

        ParameterInfo[] parameters = chosen?.GetParameters() ?? [];
        Expression created = chosen is null
            ? Expression.New(typeof(T))
            : Expression.New(chosen, parameters.Select((parameter, slot) => Expression.Condition(Absent(slot), Expression.Default(parameter.ParameterType), Value(slot, parameter.ParameterType))));
        IEnumerable<Expression> assignments = Enumerable.Range(parameters.Length, members.Length - parameters.Length).Where(slot => members[slot].Writable)
            .Select(slot => Expression.IfThen(
                Expression.Not(Absent(slot)),
                Expression.Assign(Expression.MakeMemberAccess(result, members[slot].Info), Value(slot, members[slot].Type))));
        BlockExpression body = Expression.Block([result], [Expression.Assign(result, created), .. assignments, result]);
        return Expression.Lambda<Func<object?[], T>>(body, values).Compile();

        Expression At(int slot) => Expression.ArrayIndex(values, Expression.Constant(slot));

        Expression Absent(int slot) => Expression.ReferenceEqual(At(slot), Expression.Constant(Missing));

        Expression Value(int slot, Type type) => Expression.Convert(At(slot), type);
    }

    private static bool Fits(ConstructorInfo constructor, ObjectMember<T>[] members)
    {
        ParameterInfo[] parameters = constructor.GetParameters();
        return parameters.Length <= members.Length
            && parameters.Select((parameter, slot) => (parameter, slot)).All(pair => members[pair.slot].Readable && pair.parameter.ParameterType.IsAssignableFrom(members[pair.slot].Type));
    }
}
