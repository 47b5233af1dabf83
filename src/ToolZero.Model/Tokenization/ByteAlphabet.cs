using System.Text;

namespace ToolZero.Model.Tokenization;

/// <summary>
/// The visible spelling of bytes in a byte-level vocabulary: printable Latin-1 bytes are their own character, the 68 others are U+0100 upwards in order of their value.
/// </summary>
public static class ByteAlphabet
{
    private const int Extended = 0x100;

    private static readonly char[] Characters = new char[256];
    private static readonly short[] Bytes = new short[Extended + 68];

    static ByteAlphabet()
    {
        Array.Fill(Bytes, (short)-1);
        int others = 0;
        for (int value = 0; value < 256; value++)
        {
            char character = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)value : (char)(Extended + others++);
            Characters[value] = character;
            Bytes[character] = (short)value;
        }
    }

    /// <summary>The character that spells a byte.</summary>
    public static char Spell(byte value) => Characters[value];

    /// <summary>The spelling of bytes.</summary>
    public static string Spell(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        foreach (byte value in bytes)
            text.Append(Characters[value]);
        return text.ToString();
    }

    /// <summary>The bytes that a token spells, or null where a character of it spells no byte.</summary>
    public static byte[]? Read(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        byte[] bytes = new byte[token.Length];
        for (int i = 0; i < token.Length; i++)
        {
            int value = token[i] < Bytes.Length ? Bytes[token[i]] : -1;
            if (value < 0)
                return null;
            bytes[i] = (byte)value;
        }

        return bytes;
    }
}
