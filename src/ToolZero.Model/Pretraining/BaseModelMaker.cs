using ToolZero.Core.Pretraining;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;

namespace ToolZero.Model.Pretraining;

/// <summary>Carries out a <see cref="BaseModelRecipe"/>: next-token prediction over generated text and nothing else.</summary>
public static class BaseModelMaker
{
    /// <summary>The recipe's tokenizer: the same documents, the same merges.</summary>
    public static TextTokenizer TrainTokenizer(BaseModelRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var documents = Enumerable.Range(0, recipe.TokenizerDocuments).Select(i => PretrainingCorpus.Document(recipe.Seed, i));
        return new TextTokenizer(TokenizerTrainer.Train(documents, recipe.Tokenizer));
    }

    /// <summary>Trains a model and writes it as a Hugging Face folder in bfloat16.</summary>
    /// <param name="recipe">What to make.</param>
    /// <param name="tokenizer">Of the model.</param>
    /// <param name="folder">Where to put it.</param>
    /// <param name="observer">Hears of progress.</param>
    /// <param name="probeEvery">Steps between probes.</param>
    /// <param name="cancellation">Ends the run; what has been learned is written.</param>
    public static void Make(
        BaseModelRecipe recipe, TextTokenizer tokenizer, string folder, PretrainObserver observer, int probeEvery, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(tokenizer);
        using var weights = DecoderWeights.Random(recipe.Shape(tokenizer), recipe.Seed, recipe.InitialDeviation);
        var end = tokenizer.TokenId(BaseModelRecipe.EndOfText)!.Value;
        PretrainDocument Encoded(string text) => new([.. tokenizer.Encode(text), end]);

        var settings = recipe.Optimisation(
            i => Encoded(PretrainingCorpus.Drill(recipe.Seed, i)), i => Encoded(PretrainingCorpus.Document(recipe.Seed, i)), probeEvery);
        using (var trainer = new Pretrainer(weights, settings)) trainer.Run(observer, cancellation);
        Checkpoint.Save(folder, weights, TorchSharp.torch.ScalarType.BFloat16);
        tokenizer.Save(folder);
    }
}
