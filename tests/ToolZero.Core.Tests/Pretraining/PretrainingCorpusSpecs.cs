using System.Security.Cryptography;
using System.Text;
using ToolZero.Core.Pretraining;
using ToolZero.Core.Randomness;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Tests.Pretraining;

public class PretrainingCorpusSpecs
{
    private static readonly List<string> Documents = [.. Enumerable.Range(0, 3000).Select(i => PretrainingCorpus.Document(1, i))];

    [Fact]
    public void A_document_is_a_function_of_seed_and_index() => Assert.Equal(Documents[17], PretrainingCorpus.Document(1, 17));

    [Fact]
    public void No_held_out_name_is_in_the_text()
    {
        var heldOut = Worlds.HeldOut.Families.SelectMany(f => f.Verbs.Select(v => $"{v}_{f.Noun}"))
            .Concat(Worlds.HeldOut.Families.SelectMany(f => f.Verbs.Append(f.Noun)))
            .Concat(Worlds.HeldOut.Families.SelectMany(f => f.Parameters.Select(p => p.Name)))
            .ToHashSet();
        var words = Documents.SelectMany(d => d.Split([' ', '\n', '(', ')', ',', ':', '"', '=', '_', '|', '[', ']', '{', '}', '?', '-'])).ToHashSet();
        Assert.Empty(heldOut.Intersect(words));
    }

    [Fact]
    public void No_held_out_template_is_drawn()
    {
        var heldOut = RequestPhrases.HeldOut.Templates.ToHashSet();
        for (var i = 0; i < 3000; i++)
            Assert.Empty(heldOut.Intersect(PretrainingPhrases.Make(new RandomStream(2, (ulong)i)).Templates));
    }

    [Fact]
    public void The_required_layout_is_present_but_rare()
    {
        var share = Documents.Count(d => d.Contains("<answer>", StringComparison.Ordinal)) / (double)Documents.Count;
        Assert.InRange(share, 0.02, 0.2);
    }

    [Fact]
    public void A_drill_repeats_its_first_line()
    {
        var lines = PretrainingCorpus.Drill(1, 3).Split('\n');
        Assert.Equal(lines[0], lines[^1]);
        Assert.EndsWith(lines[0], lines[1]);
    }

    /// <summary>models/tiny-zero was made from this text: whoever changes it has to make the model again.</summary>
    [Fact]
    public void The_text_is_the_one_that_the_shipped_base_model_was_made_from()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var document in Documents.Take(2000)) hash.AppendData(Encoding.UTF8.GetBytes(document));
        Assert.Equal("DE6816895EA80CCA04AB52B818D1842A07823F12CDBEEA37CD591704CE610978", Convert.ToHexString(hash.GetHashAndReset()));
    }
}
