using ToolZero.Actors.Hosting;

namespace ToolZero.Cli.Evaluation;

/// <summary>What answers depend on: results of different settings must not be mixed.</summary>
/// <param name="Model">Folder of the model.</param>
/// <param name="Weights">Size and time of its weights, so that another checkpoint in the same folder is noticed.</param>
/// <param name="Format">Prompt format.</param>
/// <param name="MaxTokens">Longest answer.</param>
/// <param name="Dtype">Element type of the weights.</param>
internal sealed record ResultSettings(string Model, string Weights, string Format, int MaxTokens, string Dtype)
{
    public static ResultSettings Of(RunSettings settings, string folder)
    {
        var files = new DirectoryInfo(folder).GetFiles("*.safetensors");
        var weights = $"{files.Sum(f => f.Length)} bytes of {files.Max(f => f.LastWriteTimeUtc):yyyy-MM-ddTHH:mm:ssZ}";
        return new ResultSettings(Path.GetFullPath(folder), weights, settings.Prompt.Format, settings.Evaluation.MaxTokens, settings.Model.Dtype);
    }

    public override string ToString() => $"{Model} ({Weights}, {Dtype}) with {Format} and at most {MaxTokens} tokens";
}
