namespace MessagePack;

/// <summary>A type that is written as an array of its members in order of their keys.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = false, Inherited = true)]
public class MessagePackObjectAttribute : Attribute
{
}

/// <summary>The place of a member in its type's array.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, AllowMultiple = false, Inherited = true)]
public class KeyAttribute : Attribute
{
    public KeyAttribute(int x)
    {
        IntKey = x;
    }

    public int? IntKey { get; }
}

/// <summary>A public member that is not written.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, AllowMultiple = false, Inherited = true)]
public class IgnoreMemberAttribute : Attribute
{
}

/// <summary>One of the types that stand behind an interface or an abstract class, written as an array of key and value.</summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public class UnionAttribute : Attribute
{
    public UnionAttribute(int key, Type subType)
    {
        ArgumentNullException.ThrowIfNull(subType);
        Key = key;
        SubType = subType;
    }

    public int Key { get; }

    public Type SubType { get; }
}

/// <summary>The constructor that reading uses, where there are several.</summary>
[AttributeUsage(AttributeTargets.Constructor, AllowMultiple = false, Inherited = true)]
public class SerializationConstructorAttribute : Attribute
{
}
