using System.Collections.Immutable;
using System.Numerics;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>
/// A value as a Python program holds it. Equality is Python's <c>==</c>: 1, 1.0 and True are equal, a tuple and a list never are. What tells
/// them apart is <see cref="Kind"/>.
/// </summary>
public abstract class PyValue(PyKind kind) : IEquatable<PyValue>
{
    public PyKind Kind { get; } = kind;

    public static PyValue None { get; } = new NoValue();

    public abstract bool Equals(PyValue? other);

    public sealed override bool Equals(object? obj) => Equals(obj as PyValue);

    public abstract override int GetHashCode();

    public sealed class Text(string value) : PyValue(PyKind.Text)
    {
        public static Text Empty { get; } = new("");

        public string Value { get; } = value;

        public override bool Equals(PyValue? other) => other is Text text && text.Value == Value;

        public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);
    }

    public sealed class Integer(BigInteger value) : PyValue(PyKind.Integer)
    {
        public BigInteger Value { get; } = value;

        public override bool Equals(PyValue? other) => other is not null && PyNumbers.AreEqual(this, other);

        public override int GetHashCode() => PyNumbers.Hash(this);
    }

    public sealed class Real(double value) : PyValue(PyKind.Real)
    {
        public double Value { get; } = value;

        public override bool Equals(PyValue? other) => other is not null && PyNumbers.AreEqual(this, other);

        public override int GetHashCode() => PyNumbers.Hash(this);
    }

    public sealed class Boolean(bool value) : PyValue(PyKind.Boolean)
    {
        public bool Value { get; } = value;

        public override bool Equals(PyValue? other) => other is not null && PyNumbers.AreEqual(this, other);

        public override int GetHashCode() => PyNumbers.Hash(this);
    }

    /// <summary>A list or a tuple.</summary>
    public sealed class Sequence(ImmutableArray<PyValue> items, bool isTuple = false) : PyValue(isTuple ? PyKind.Tuple : PyKind.List)
    {
        public ImmutableArray<PyValue> Items { get; } = items;

        public override bool Equals(PyValue? other) => other is Sequence sequence && sequence.Kind == Kind && sequence.Items.SequenceEqual(Items);

        public override int GetHashCode() => HashCode.Combine(Kind, Items.Length, Items.IsEmpty ? 0 : Items[0].GetHashCode());
    }

    /// <summary>Bytes or a complex number; equal to nothing but itself.</summary>
    /// <param name="source">As <c>repr</c> writes it.</param>
    public sealed class Other(string source) : PyValue(PyKind.Other)
    {
        public string Source { get; } = source;

        /// <summary>A complex number.</summary>
        public bool IsNumber => char.IsAsciiDigit(Source[0]) || Source[0] == '.';

        public override bool Equals(PyValue? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Source.GetHashCode(StringComparison.Ordinal);
    }

    private sealed class NoValue() : PyValue(PyKind.None)
    {
        public override bool Equals(PyValue? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => 0;
    }
}
