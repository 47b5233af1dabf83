using ToolZero.Core.Prompts;
using ToolZero.Core.Randomness;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Pretraining;

/// <summary>
/// Raw text for the base model: documents in which tools, requests and calls appear in many layouts, all of invented words. Document i is
/// a pure function of (seed, i).
/// </summary>
public static class PretrainingCorpus
{
    private static readonly (string User, string Assistant)[] Speakers =
        [("user", "assistant"), ("user", "assistant"), ("human", "machine"), ("q", "a"), ("client", "agent"), ("ask", "reply"), ("in", "out")];

    /// <summary>More of what is hard to learn than a ToolWorld set has.</summary>
    private static readonly (string Name, double Share)[] Categories =
    [
        (TaskCategory.Simple, 0.25), (TaskCategory.Multiple, 0.30), (TaskCategory.Parallel, 0.15), (TaskCategory.ParallelMultiple, 0.10),
        (TaskCategory.Irrelevance, 0.10), (TaskCategory.MissingParameter, 0.10),
    ];

    private static readonly CompactPrompt Compact = new();

    private static readonly string[] Headings = ["tools:\n", "tools:\n", "functions:\n", "you can use:\n", "here are the tools\n", "", "list of calls:\n"];

    /// <summary>A dialogue about tools; one in eight is an exercise of reading: lists of pairs and repeated lines.</summary>
    public static string Document(ulong seed, long index)
    {
        var random = new RandomStream(seed, (ulong)index);
        return random.Chance(0.12) ? Exercise(random) : Dialogue(random);
    }

    /// <summary>A line of invented words and, later, the same line again: the simplest text that rewards copying.</summary>
    public static string Drill(ulong seed, long index)
    {
        var random = new RandomStream(seed, (ulong)index | (1UL << 63));
        var words = string.Join(' ', PseudoWords.MakeOpen(random, random.Next(6, 12)));
        var gap = string.Concat(PseudoWords.MakeOpen(random, random.Next(0, 5)).Select(w => w + "; "));
        return $"{words}\n{gap}{words}\n{words}";
    }

    private static string Dialogue(RandomStream random)
    {
        var world = PseudoWorld.Make(random);
        var composer = new TaskComposer(world, random);
        var answer = AnswerLayout.Draw(random);
        var turns = random.PickWeighted([0.7, 0.3]) + 1;
        var compact = random.Chance(0.4);
        var (user, assistant) = compact ? ("user", "assistant") : random.Pick(Speakers);
        var text = "";
        for (var turn = 0; turn < turns; turn++)
        {
            var task = composer.Compose("", Categories[random.PickWeighted([.. Categories.Select(c => c.Share)])].Name);
            if (compact)
                text += Compact.Render(task) + answer(task, random) + "\n";
            else
                text += random.Pick(Headings) + ToolListLayout.Render(task.Tools, random)
                    + $"{user}: {task.Messages[0].Content}\n{assistant}: {answer(task, random)}\n";
        }

        return text[..^1];
    }

    private static string Exercise(RandomStream random)
    {
        var keys = PseudoWords.Make(random, random.Next(4, 9));
        var values = PseudoWords.Make(random, keys.Count);
        var pairs = keys.Zip(values).ToList();
        var link = random.Pick<string>(["=\"", ": ", " is ", " -> ", " = "]);
        var close = link == "=\"" ? "\"" : "";
        var text = string.Join(", ", pairs.Select(p => p.First + link + p.Second + close)) + "\n";
        random.Shuffle(pairs);
        return text + string.Join("\n", pairs.Select(p => p.First + link + p.Second + close));
    }
}
