using ToolZero.Actors.Hosting;
using ToolZero.Core.Evaluation.Python;
using ToolZero.Model.Adapters;

namespace ToolZero.Cli.Evaluation;

/// <summary>What answers depend on: results of different settings must not be mixed.</summary>
/// <param name="Model">Folder of the model.</param>
/// <param name="Weights">Size and time of its weights, so that another checkpoint in the same folder is noticed.</param>
/// <param name="Base">For adapters the same of the model below them; null for a whole model.</param>
/// <param name="Format">Prompt format.</param>
/// <param name="MaxTokens">Longest answer.</param>
/// <param name="Stop">Texts that end an answer, as a list.</param>
/// <param name="Dtype">Element type of the weights.</param>
internal sealed record ResultSettings(string Model, string Weights, string? Base, string Format, int MaxTokens, string Stop, string Dtype)
{
    public static ResultSettings Of(RunSettings settings, string folder) => new(
        Path.GetFullPath(folder),
        WeightsOf(folder),
        AdapterFolder.Is(folder) ? BaseOf(folder) : null,
        settings.Prompt.Format,
        settings.Evaluation.MaxTokens,
        PyRepr.Of(new PyValue.Sequence([.. settings.Rollout.Stop.Select(text => new PyValue.Text(text))])),
        settings.Model.Dtype);

    public override string ToString() =>
        $"{Model} ({Weights}{(Base is null ? "" : $" over {Base}")}, {Dtype}) with {Format}, at most {MaxTokens} tokens and the stop texts {Stop}";

    private static string BaseOf(string adapters)
    {
        var folder = Path.GetFullPath(AdapterFolder.BaseOf(adapters));
        return $"{folder} ({WeightsOf(folder)})";
    }

    private static string WeightsOf(string folder)
    {
        var files = new DirectoryInfo(folder).GetFiles("*.safetensors");
        return $"{files.Sum(f => f.Length)} bytes of {files.Max(f => f.LastWriteTimeUtc):yyyy-MM-ddTHH:mm:ssZ}";
    }
}
