using ToolZero.Bench.Measurement;
using ToolZero.Core.Evaluation.Bfcl.Checking;
using ToolZero.Core.Evaluation.Bfcl.Decoding;

namespace ToolZero.Bench.Benchmarks;

/// <summary>Outputs per second that the leaderboard's check judges on one core, from decoded calls and from the model's text.</summary>
internal sealed class BfclBench : IBench
{
    private const int Repetitions = 2000;

    public string Name => "bfcl";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        var outputs = BfclSamples.All.SelectMany(s => s.Outputs.Select(text => (s.Question, Text: text))).ToList();
        var decoded = outputs.Select(o => (o.Question, Decoding: PromptedDecoder.Decode(o.Text, o.Question.Category.Language))).ToList();
        var repetitions = context.Quick ? Repetitions / 10 : Repetitions;
        var best = Interleaved.Best(
            context.Rounds,
            () => context.Clock.Time(() => Repeat(repetitions, () => decoded.Count(o => BfclChecker.Judge(o.Question, o.Decoding).Valid))),
            () => context.Clock.Time(() => Repeat(
                repetitions, () => outputs.Count(o => BfclChecker.Judge(o.Question, PromptedDecoder.Decode(o.Text, o.Question.Category.Language)).Valid))));
        yield return new Figure("bfcl-checker outputs/s", repetitions * outputs.Count / best[0], "outputs/s", Target.Least(20_000));
        yield return new Figure("bfcl-checker with decoder outputs/s", repetitions * outputs.Count / best[1], "outputs/s", Target.Least(20_000));
    }

    /// <summary>The count of right answers is the same every time: that it is used keeps the work from being optimised away.</summary>
    private static void Repeat(int times, Func<int> judge)
    {
        var right = judge();
        for (var i = 1; i < times; i++)
        {
            if (judge() != right) throw new InvalidOperationException("the same answers are judged differently");
        }
    }
}
