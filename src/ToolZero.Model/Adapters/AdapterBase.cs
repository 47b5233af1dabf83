using ToolZero.Core.Data;
using ToolZero.Model.Weights;

namespace ToolZero.Model.Adapters;

/// <summary>The whole model that adapters are trained over. Over any other they mean nothing, and no shape would tell.</summary>
/// <param name="Folder">Its folder, as a full path.</param>
/// <param name="Sha256">Hash of its weights (<see cref="Checkpoint.Sha256"/>).</param>
public sealed record AdapterBase(string Folder, string Sha256)
{
    /// <summary>The model of a folder; its weights are read once.</summary>
    /// <exception cref="DataException">Missing or damaged, or adapters themselves.</exception>
    public static AdapterBase Of(string folder) => AdapterFolder.Is(folder)
        ? throw new DataException($"{folder}: holds adapters; adapters are trained over a whole model: name their base, or train from them with model.lora.rank = 0")
        : new AdapterBase(Path.GetFullPath(folder), Checkpoint.Sha256(folder));
}
