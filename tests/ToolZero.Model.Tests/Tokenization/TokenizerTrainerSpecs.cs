using System.Diagnostics;
using ToolZero.Core.Data;
using ToolZero.Core.Randomness;
using ToolZero.Model.Tokenization;

namespace ToolZero.Model.Tests.Tokenization;

public sealed class TokenizerTrainerSpecs
{
    private static readonly TokenizerTrainingSettings Settings = new()
    {
        VocabSize = 260,
        SplitPatterns = [@"\p{L}+|\p{N}|[^\p{L}\p{N}\s]+|\s"],
        SpecialTokens = ["<end>"],
    };

    [Fact]
    public void The_most_frequent_pairs_become_tokens()
    {
        TokenizerJson trained = TokenizerTrainer.Train(["abc abc abc", "bc bc"], Settings);
        Assert.Equal(["bc", "abc"], trained.Vocabulary.Where(entry => entry.Value is >= 256 and < 259).OrderBy(entry => entry.Value).Select(entry => entry.Key));
        Assert.Equal(258, Assert.Single(trained.AddedTokens).Id);
    }

    [Fact]
    public void Equal_counts_are_settled_by_lower_ids()
    {
        TokenizerJson trained = TokenizerTrainer.Train(["yz yz xz xz xy xy"], Settings);
        Assert.Equal(["xy", "xz", "yz"], trained.Vocabulary.Where(entry => entry.Value >= 256).OrderBy(entry => entry.Value).Select(entry => entry.Key));
    }

    [Fact]
    public void Bytes_come_first_in_the_customary_order()
    {
        TokenizerJson trained = TokenizerTrainer.Train([], Settings);
        Assert.Equal(0, trained.Vocabulary["!"]);
        Assert.Equal(220, trained.Vocabulary["Ġ"]);
        Assert.Equal(255, trained.Vocabulary["Ń"]);
    }

    [Fact]
    public void Counts_stay_true_while_words_change()
    {
        // A slow trainer that counts everything anew for each merge must choose the same merges.
        RandomStream random = new(23);
        for (int round = 0; round < 20; round++)
        {
            string[] documents = [.. Enumerable.Range(0, 30).Select(_ => string.Concat(Enumerable.Range(0, 40).Select(_ => (char)('a' + random.Next(4)))) + " aaaa bbbb")];
            TokenizerJson trained = TokenizerTrainer.Train(documents, Settings with { VocabSize = 300 });
            Assert.Equal(SlowMerges(documents, 43).ToArray(), trained.Merges.ToArray());
        }
    }

    [Fact]
    public void The_order_of_documents_does_not_matter()
    {
        string[] documents = ["the cat sat", "on the mat", "the hat"];
        Assert.Equal(TokenizerTrainer.Train(documents, Settings).Merges.ToArray(), TokenizerTrainer.Train(documents.Reverse(), Settings).Merges.ToArray());
    }

    [Fact]
    public void Added_tokens_in_documents_are_not_learnt_from()
    {
        TokenizerJson trained = TokenizerTrainer.Train(["<end><end><end>xx", "xx"], Settings);
        Assert.DoesNotContain("en", trained.Vocabulary.Keys);
        Assert.Contains("xx", trained.Vocabulary.Keys);
    }

    [Fact]
    public void A_trained_tokenizer_is_loaded_from_its_folder()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("toolzero-trained-");
        TokenizerJson trained = TokenizerTrainer.Train(["wetter('Oslo') wetter('Bergen')"], Settings with { VocabSize = 280, WholeTokens = ["<call>"] });
        new TextTokenizer(trained).Save(folder.FullName);
        TextTokenizer tokenizer = TextTokenizer.Load(folder.FullName);
        Assert.Equal(trained.Vocabulary["wetter"], tokenizer.Encode("wetter")[0]);
        Assert.Equal([tokenizer.TokenId("<end>")!.Value, tokenizer.TokenId("<call>")!.Value], tokenizer.Encode("<end><call>"));
        Assert.Equal("wetter('Ås')", tokenizer.Decode(tokenizer.Encode("wetter('Ås')")));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_vocabulary_without_room_is_refused()
    {
        Assert.Throws<DataException>(() => TokenizerTrainer.Train([], Settings with { VocabSize = 256 }));
        Assert.Throws<DataException>(() => TokenizerTrainer.Train([], Settings with { WholeTokens = ["<end>"] }));
        Assert.Throws<DataException>(() => TokenizerTrainer.Train([], Settings with { VocabSize = 300, WholeTokens = ["|"] }));
    }

    [Fact]
    public void Training_on_many_words_takes_seconds()
    {
        RandomStream random = new(2);
        string[] words = [.. Enumerable.Range(0, 20_000).Select(_ => string.Concat(Enumerable.Range(0, 3 + random.Next(8)).Select(_ => (char)('a' + random.Next(26)))))];
        IEnumerable<string> documents = Enumerable.Range(0, 2_000).Select(_ => string.Join(' ', Enumerable.Range(0, 100).Select(_ => random.Pick(words))));
        Stopwatch watch = Stopwatch.StartNew();
        TokenizerJson trained = TokenizerTrainer.Train(documents, Settings with { VocabSize = 3000 });
        Assert.Equal(2999, trained.Vocabulary.Count);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 120);
    }

    private static List<TokenMerge> SlowMerges(IEnumerable<string> documents, int count)
    {
        List<List<int>> words = [.. documents.SelectMany(document => document.Split(' ')).Select(word => word.Select(unit => unit - '!').ToList())];
        List<TokenMerge> merges = [];
        HashSet<string> known = [];
        Dictionary<int, string> names = Enumerable.Range(0, 94).ToDictionary(id => id, id => ((char)('!' + id)).ToString());
        HashSet<TokenMerge> refused = [];
        while (merges.Count < count)
        {
            Dictionary<TokenMerge, int> counts = [];
            foreach (List<int> word in words)
            {
                for (int i = 0; i + 1 < word.Count; i++)
                    counts[new TokenMerge(word[i], word[i + 1])] = counts.GetValueOrDefault(new TokenMerge(word[i], word[i + 1])) + 1;
            }

            TokenMerge best = counts.Where(entry => !refused.Contains(entry.Key)).OrderByDescending(entry => entry.Value)
                .ThenBy(entry => entry.Key.Left).ThenBy(entry => entry.Key.Right).First().Key;
            if (!known.Add(names[best.Left] + names[best.Right]))
            {
                refused.Add(best);
                continue;
            }

            int id = 256 + merges.Count;
            names[id] = names[best.Left] + names[best.Right];
            merges.Add(best);
            foreach (List<int> word in words)
            {
                for (int i = 0; i + 1 < word.Count; i++)
                {
                    if (word[i] == best.Left && word[i + 1] == best.Right)
                    {
                        word[i] = id;
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        return merges;
    }
}
