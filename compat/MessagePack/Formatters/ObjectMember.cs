using System.Linq.Expressions;
using System.Reflection;

namespace MessagePack.Formatters;

/// <summary>One member of an object with its key.</summary>
/// <typeparam name="T">The object's type.</typeparam>
internal abstract class ObjectMember<T>
{
    public required int Key { get; init; }

    public required MemberInfo Info { get; init; }

    public Type Type => Info is PropertyInfo property ? property.PropertyType : ((FieldInfo)Info).FieldType;

    public bool Readable => Info is not PropertyInfo property || property.GetMethod is { IsPublic: true };

    public bool Writable => Info is PropertyInfo property ? property.SetMethod is { IsPublic: true } : !((FieldInfo)Info).IsInitOnly;

    /// <summary>All members with a key, in order of their keys.</summary>
    /// <exception cref="MessagePackSerializationException">A public member has neither key nor <see cref="IgnoreMemberAttribute"/>, or a key is negative or repeated.</exception>
    public static ObjectMember<T>[] Of()
    {
        const BindingFlags Public = BindingFlags.Instance | BindingFlags.Public;
        IEnumerable<MemberInfo> candidates = typeof(T).GetProperties(Public).Where(property => property.GetIndexParameters().Length == 0).Concat<MemberInfo>(typeof(T).GetFields(Public));
        SortedDictionary<int, ObjectMember<T>> members = [];
        foreach (MemberInfo info in candidates)
        {
            if (info.GetCustomAttribute<IgnoreMemberAttribute>(inherit: true) is not null)
                continue;
            int key = info.GetCustomAttribute<KeyAttribute>(inherit: true)?.IntKey
                ?? throw new MessagePackSerializationException($"{typeof(T).FullName}.{info.Name} needs [Key] or [IgnoreMember], as every public member.");
            if (key < 0 || !members.TryAdd(key, Create(info, key)))
                throw new MessagePackSerializationException($"{typeof(T).FullName}.{info.Name} has the key {key}, which is negative or taken.");
        }

        return [.. members.Values];
    }

    public abstract void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options);

    public abstract object? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options);

    private static ObjectMember<T> Create(MemberInfo info, int key)
    {
        Type type = info is PropertyInfo property ? property.PropertyType : ((FieldInfo)info).FieldType;
        ConstructorInfo constructor = typeof(ObjectMember<,>).MakeGenericType(typeof(T), type).GetConstructors().Single();
        MemberInitExpression create = Expression.MemberInit(
            Expression.New(constructor, Expression.Constant(info)),
            Expression.Bind(constructor.DeclaringType!.GetProperty(nameof(Key))!, Expression.Constant(key)),
            Expression.Bind(constructor.DeclaringType!.GetProperty(nameof(Info))!, Expression.Constant(info, typeof(MemberInfo))));
        return Expression.Lambda<Func<ObjectMember<T>>>(create).Compile()();
    }
}

/// <inheritdoc/>
/// <typeparam name="T">The object's type.</typeparam>
/// <typeparam name="TValue">The member's type.</typeparam>
internal sealed class ObjectMember<T, TValue> : ObjectMember<T>
{
    private readonly Func<T, TValue>? _get;

    public ObjectMember(MemberInfo info)
    {
        ParameterExpression value = Expression.Parameter(typeof(T));
        if (info is not PropertyInfo property || property.GetMethod is { IsPublic: true })
            _get = Expression.Lambda<Func<T, TValue>>(Expression.MakeMemberAccess(value, info), value).Compile();
    }

    public override void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
    {
        if (_get is null)
            writer.WriteNil();
        else
            options.Resolver.GetFormatterWithVerify<TValue>().Serialize(ref writer, _get(value), options);
    }

    public override object? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        options.Resolver.GetFormatterWithVerify<TValue>().Deserialize(ref reader, options);
}
