namespace ToolZero.Core.Text;

/// <summary>Finds what a misspelt word could have meant.</summary>
public static class Nearest
{
    /// <summary>The candidate with the fewest edits; null when none is near (more than a third of the word, at least two).</summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(word);
        var (best, edits) = candidates
            .Select(c => (Candidate: c, Edits: Edits(word, c)))
            .OrderBy(c => c.Edits)
            .ThenBy(c => c.Candidate, StringComparer.Ordinal)
            .FirstOrDefault((Candidate: "", Edits: int.MaxValue));
        return edits <= Math.Max(2, word.Length / 3) ? best : null;
    }

    /// <summary>Levenshtein distance: insertions, deletions and replacements.</summary>
    public static int Edits(string a, string b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
