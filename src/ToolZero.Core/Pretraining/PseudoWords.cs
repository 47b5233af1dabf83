using System.Collections.Frozen;
using ToolZero.Core.Randomness;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Pretraining;

/// <summary>
/// Invented words of open syllables. In text whose names are invented anew for every document, copying from the context is the only way
/// to lower the loss: this is what teaches a small model to copy names it has never seen. A word of the held-out world is never made.
/// </summary>
public static class PseudoWords
{
    private const string Consonants = "bcdfghjklmnprstvwz";
    private const string CommonConsonants = "bcdlmnprstv";
    private const string Vowels = "aeiou";

    private static readonly FrozenSet<string> HeldOutWords = Worlds.HeldOut.Families
        .SelectMany(f => (IEnumerable<string>)[f.Noun, .. f.Verbs, .. f.Parameters.Select(p => p.Name)])
        .ToFrozenSet();

    /// <summary>One word of two to four syllables, now and then closed by a consonant.</summary>
    public static string Make(RandomStream random)
    {
        while (true)
        {
            var syllables = 2 + random.PickWeighted([0.6, 0.35, 0.05]);
            var word = random.Chance(0.12) ? Vowel(random) : "";
            for (var i = 0; i < syllables; i++) word += Consonant(random) + Vowel(random);
            if (random.Chance(0.2)) word += random.Chance(0.3) ? "s" : Consonant(random);
            else if (random.Chance(0.1)) word = word[..^1] + "y";
            if (!HeldOutWords.Contains(word)) return word;
        }
    }

    /// <summary><paramref name="count"/> different words.</summary>
    public static List<string> Make(RandomStream random, int count)
    {
        var words = new HashSet<string>();
        while (words.Count < count) words.Add(Make(random));
        return [.. words];
    }

    private static string Consonant(RandomStream random)
    {
        var letters = random.Chance(0.7) ? CommonConsonants : Consonants;
        return letters[random.Next(letters.Length)].ToString();
    }

    private static string Vowel(RandomStream random) => Vowels[random.Next(Vowels.Length)].ToString();
}
