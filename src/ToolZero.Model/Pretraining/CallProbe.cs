using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;
using ToolZero.Model.Decoding;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Pretraining;

/// <summary>
/// What a base model could do if it knew the layout: greedy next-token accuracy over the right calls, the layout given. Reinforcement
/// elicits what is there; this shows what is there.
/// </summary>
public sealed class CallProbe
{
    private const string Opening = "<think></think><answer>[";
    private readonly List<(int[] Ids, int Start)> _rows = [];

    public CallProbe(TextTokenizer tokenizer, IEnumerable<ToolTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var format = new CompactPrompt();
        foreach (var task in tasks.Where(t => !t.Reference.IsEmpty))
        {
            var prompt = tokenizer.Encode(format.Render(task) + Opening);
            var calls = PythonCallFormatter.Format(task.Reference, QuoteStyle.Double)[1..];
            _rows.Add(([.. prompt, .. tokenizer.Encode(calls + "</answer>")], prompt.Length));
        }
    }

    /// <summary>Share of answers of which every token is the likeliest one, and share of tokens.</summary>
    public (double Calls, double Tokens) Run(DecoderWeights weights)
    {
        using var no = no_grad();
        int calls = 0, hits = 0, tokens = 0;
        foreach (var (ids, start) in _rows)
        {
            using var scope = NewDisposeScope();
            var hidden = Decoder.Hidden(weights, tensor(ids, [1, ids.Length], dtype: ScalarType.Int64)).narrow(1, start - 1, ids.Length - start);
            var likeliest = Decoder.Head(weights, hidden).argmax(-1).data<long>().ToArray();
            var right = likeliest.Where((id, i) => id == ids[start + i]).Count();
            hits += right;
            tokens += likeliest.Length;
            if (right == likeliest.Length) calls++;
        }

        return (calls / (double)_rows.Count, hits / (double)tokens);
    }
}
