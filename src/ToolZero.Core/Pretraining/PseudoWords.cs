using System.Collections.Frozen;
using ToolZero.Core.Randomness;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Pretraining;

/// <summary>
/// Invented words. In text whose names are invented anew for every document, copying from the context is the only way to lower the loss:
/// this is what teaches a small model to copy names it has never seen. A word of the held-out world is never made.
/// </summary>
public static class PseudoWords
{
    private const string Consonants = "bcdfghjklmnprstvwz";
    private const string CommonConsonants = "bcdlmnprstv";
    private const string Vowels = "aeiou";

    private static readonly string[] Clusters = ["st", "tr", "pl", "gr", "br", "fl", "ch", "sh", "th", "cl", "qu", "dr", "x", "rr", "ll"];
    private static readonly string[] Diphthongs = ["ea", "ai", "io", "ou", "ie", "oo", "ee", "ia", "au"];
    private static readonly string[] Codas = ["n", "r", "l", "s", "t", "m", "d", "n", "r", "ck", "nt", "ge", "le"];

    private static readonly FrozenSet<string> HeldOutWords = Worlds.HeldOut.Families
        .SelectMany(f => (IEnumerable<string>)[f.Noun, .. f.Verbs, .. f.Parameters.Select(p => p.Name)])
        .ToFrozenSet();

    /// <summary>A word of open syllables mostly (lo-ca-te); one in three has clusters, diphthongs and closed syllables as well.</summary>
    public static string Make(RandomStream random) => Draw(random, random.Chance(0.35));

    /// <summary>A word of open syllables only: the smallest alphabet.</summary>
    public static string MakeOpen(RandomStream random) => Draw(random, false);

    /// <summary><paramref name="count"/> different words.</summary>
    public static List<string> Make(RandomStream random, int count) => Distinct(count, () => Make(random));

    /// <summary><paramref name="count"/> different words of open syllables.</summary>
    public static List<string> MakeOpen(RandomStream random, int count) => Distinct(count, () => MakeOpen(random));

    private static List<string> Distinct(int count, Func<string> make)
    {
        var words = new HashSet<string>();
        while (words.Count < count) words.Add(make());
        return [.. words];
    }

    private static string Draw(RandomStream random, bool rich)
    {
        while (true)
        {
            var word = random.Chance(0.1) ? Vowel(random) : "";
            var syllables = 2 + random.PickWeighted(rich ? [0.75, 0.25] : [0.6, 0.35, 0.05]);
            for (var i = 0; i < syllables; i++)
            {
                word += rich && random.Chance(0.2) ? random.Pick(Clusters) : Consonant(random);
                word += rich && random.Chance(0.15) ? random.Pick(Diphthongs) : Vowel(random);
                if (rich && random.Chance(0.3)) word += random.Pick(Codas);
            }

            if (random.Chance(0.1)) word = word[..^1] + "y";
            else if (random.Chance(0.06)) word += "s";
            if (!HeldOutWords.Contains(word)) return word;
        }
    }

    private static string Consonant(RandomStream random)
    {
        var letters = random.Chance(0.7) ? CommonConsonants : Consonants;
        return letters[random.Next(letters.Length)].ToString();
    }

    private static string Vowel(RandomStream random) => Vowels[random.Next(Vowels.Length)].ToString();
}
