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
}
