using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MessagePack;

/// <summary>How far the sender of the bytes is trusted.</summary>
public class MessagePackSecurity
{
    public static readonly MessagePackSecurity TrustedData = new();

    public static readonly MessagePackSecurity UntrustedData = new() { HashCollisionResistant = true };

    private MessagePackSecurity()
    {
    }

    protected MessagePackSecurity(MessagePackSecurity copyFrom)
    {
        ArgumentNullException.ThrowIfNull(copyFrom);
        HashCollisionResistant = copyFrom.HashCollisionResistant;
        MaximumObjectGraphDepth = copyFrom.MaximumObjectGraphDepth;
    }

    /// <summary>Keys of dictionaries and sets are hashed so that a sender cannot make them collide.</summary>
    public bool HashCollisionResistant { get; private set; }

    /// <summary>How deep values may nest.</summary>
    public int MaximumObjectGraphDepth { get; private set; } = 500;

    public MessagePackSecurity WithMaximumObjectGraphDepth(int maximumObjectGraphDepth)
    {
        MessagePackSecurity copy = Clone();
        copy.MaximumObjectGraphDepth = maximumObjectGraphDepth;
        return copy;
    }

    public MessagePackSecurity WithHashCollisionResistant(bool hashCollisionResistant)
    {
        MessagePackSecurity copy = Clone();
        copy.HashCollisionResistant = hashCollisionResistant;
        return copy;
    }

    /// <summary>The comparer for keys of a type.</summary>
    /// <exception cref="TypeAccessException">Keys must not collide and no such hash is known for the type.</exception>
    public IEqualityComparer<T> GetEqualityComparer<T>()
    {
        if (!HashCollisionResistant)
            return EqualityComparer<T>.Default;
        if (typeof(T) == typeof(string))
            return EqualityComparer<T>.Default;
        if (typeof(T).IsEnum || (typeof(T).IsPrimitive && typeof(T) != typeof(nint) && typeof(T) != typeof(nuint)) || typeof(T) == typeof(Guid))
            return BitsComparer<T>.Instance;
        throw new TypeAccessException($"No hash is known for {typeof(T)} that a sender could not make collide.");
    }

    /// <summary>Enters one level of nesting; the caller takes the level back from <see cref="MessagePackReader.Depth"/> when it leaves.</summary>
    /// <exception cref="InsufficientExecutionStackException">The value nests too deep.</exception>
    public void DepthStep(ref MessagePackReader reader)
    {
        if (reader.Depth >= MaximumObjectGraphDepth)
            throw new InsufficientExecutionStackException($"The value nests deeper than {MaximumObjectGraphDepth} levels.");
        reader.Depth++;
    }

    protected virtual MessagePackSecurity Clone() => new(this);

    /// <summary>Hashes the bits of a value with the randomly keyed hash of strings; integers' own hash codes are the integers.</summary>
    private sealed class BitsComparer<T> : IEqualityComparer<T>
    {
        public static readonly BitsComparer<T> Instance = new();

        public bool Equals(T? x, T? y) => EqualityComparer<T>.Default.Equals(x, y);

        public int GetHashCode(T obj)
        {
            // Equal numbers with different bits: the two zeros, the many NaN.
            if (obj is 0.0 or 0.0f)
                return string.GetHashCode(" ");
            if (obj is double.NaN or float.NaN)
                return string.GetHashCode("  ");
            Span<char> bits = stackalloc char[(Unsafe.SizeOf<T>() + 1) / 2];
            bits.Clear();
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref obj), Unsafe.SizeOf<T>()).CopyTo(MemoryMarshal.AsBytes(bits));
            return string.GetHashCode(bits);
        }
    }
}
