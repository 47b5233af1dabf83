namespace ToolZero.Core.Evaluation.Python;

/// <summary>How large a value is with everything in it. A list that arithmetic repeats is small in memory and huge when it is written.</summary>
internal static class PySize
{
    private const int BitsOfOne = 64;

    /// <summary>Values, characters and words of integers; any number beyond <paramref name="most"/> once it is beyond, in time of that order.</summary>
    public static long Of(PyValue value, long most)
    {
        long size = 1;
        switch (value)
        {
            case PyValue.Text text: return size + text.Value.Length;
            case PyValue.Integer integer: return size + integer.Value.GetBitLength() / BitsOfOne;
            case PyValue.Sequence sequence:
                foreach (var item in sequence.Items)
                {
                    if (size > most) break;
                    size += Of(item, most - size);
                }

                return size;
            case PyMapping mapping:
                foreach (var (key, item) in mapping.Entries)
                {
                    if (size > most) break;
                    size += Of(key, most - size) + Of(item, most - size);
                }

                return size;
            default: return size;
        }
    }
}
