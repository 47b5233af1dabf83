namespace ToolZero.Core.Data;

/// <summary>Reads a data set by its path; its rows say which format it has.</summary>
public static class DatasetLoader
{
    /// <summary>
    /// A file of the product's own rows (<c>messages</c>, <c>reference</c>), a Seal-Tools file (<c>calling</c>) or a Seal-Tools folder.
    /// </summary>
    /// <exception cref="DataException">Nothing usable is there: says what was expected.</exception>
    public static Dataset Load(string path, SealToolsSettings? sealTools = null)
    {
        var dataset = IsSealTools(path)
            ? SealToolsReader.Read(path, sealTools)
            : new Dataset(Path.GetFileNameWithoutExtension(path), [.. ToolTaskJsonLines.Read(path)], []);
        if (!dataset.Tasks.IsEmpty) return dataset;
        var first = dataset.Refused.IsEmpty ? "" : $"; the first refused is {dataset.Refused[0]}";
        throw new DataException($"{path}: no row can be used{first}");
    }

    private static bool IsSealTools(string path)
    {
        if (Directory.Exists(path))
        {
            return File.Exists(Path.Combine(path, "tool.jsonl"))
                ? true
                : throw new DataException($"{path}: a folder is read as Seal-Tools and needs a tool.jsonl; for other data name the .jsonl file");
        }

        foreach (var line in JsonLines.Read(path))
        {
            try
            {
                if (line.Row.Find("calling") is not null) return true;
                if (line.Row.Find("messages") is not null || line.Row.Find("reference") is not null) return false;
            }
            catch (FieldException e)
            {
                throw new DataException($"{line.Where}: {e.Field}: {e.Reason}", e);
            }

            throw new DataException($"{line.Where}: unknown row format: expected the fields id, tools, messages, reference (docs/data.md) or Seal-Tools' id, query, calling");
        }

        throw new DataException($"{path}: holds no row");
    }
}
