using System.Numerics;
using ToolZero.Core.Calls;

namespace ToolZero.Actors.Wire.Values;

/// <summary>Calls and their argument values; every value comes back with its type and, for reals, its bits.</summary>
internal static class CallValues
{
    private const int MostIntegerBytes = 64 * 1024;

    /// <summary>Frozen numbers of the kinds of a value.</summary>
    private enum Kind
    {
        Null = 0,
        Text = 1,
        Integer = 2,
        Real = 3,
        Boolean = 4,
        Sequence = 5,
        Mapping = 6,
    }

    public static void WriteCall(ref WireWriter w, ToolCall call)
    {
        w.Keys(2);
        w.Text(call.Name);
        w.List(call.Arguments, WriteArgument);
    }

    public static ToolCall ReadCall(ref WireReader r) => new(r.Text(), r.Records(ReadArgument));

    private static void WriteArgument(ref WireWriter w, Argument argument)
    {
        w.Keys(2);
        w.Text(argument.Name);
        WriteValue(ref w, argument.Value);
    }

    private static Argument ReadArgument(ref WireReader r) => new(r.Text(), r.Record(ReadValue));

    private static void WriteValue(ref WireWriter w, CallValue value)
    {
        w.Keys(2);
        switch (value)
        {
            case CallValue.Text text:
                w.Choice(Kind.Text);
                w.Text(text.Value);
                break;
            case CallValue.Integer integer:
                w.Choice(Kind.Integer);
                w.Bytes(integer.Value.ToByteArray());
                break;
            case CallValue.Real real:
                w.Choice(Kind.Real);
                w.Double(real.Value);
                break;
            case CallValue.Boolean flag:
                w.Choice(Kind.Boolean);
                w.Bool(flag.Value);
                break;
            case CallValue.Sequence sequence:
                w.Choice(Kind.Sequence);
                w.List(sequence.Items, WriteValue);
                break;
            case CallValue.Mapping mapping:
                w.Choice(Kind.Mapping);
                w.List(mapping.Entries, WriteEntry);
                break;
            default:
                w.Choice(Kind.Null);
                w.Nil();
                break;
        }
    }

    private static CallValue ReadValue(ref WireReader r) => r.Choice<Kind>() switch
    {
        Kind.Text => new CallValue.Text(r.Text()),
        Kind.Integer => new CallValue.Integer(new BigInteger(r.Bytes(MostIntegerBytes))),
        Kind.Real => new CallValue.Real(r.Double()),
        Kind.Boolean => new CallValue.Boolean(r.Bool()),
        Kind.Sequence => new CallValue.Sequence(r.Records(ReadValue)),
        Kind.Mapping => new CallValue.Mapping(r.Records(ReadEntry)),
        _ => CallValue.Null.Instance,
    };

    private static void WriteEntry(ref WireWriter w, KeyValuePair<CallValue, CallValue> entry)
    {
        w.Keys(2);
        WriteValue(ref w, entry.Key);
        WriteValue(ref w, entry.Value);
    }

    private static KeyValuePair<CallValue, CallValue> ReadEntry(ref WireReader r) => new(r.Record(ReadValue), r.Record(ReadValue));
}
