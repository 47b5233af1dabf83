using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Readers;

/// <summary>The product's own rows (docs/data.md): one reading for imports, validation and runs.</summary>
internal sealed class OwnReader : IRowReader
{
    private readonly ToolCache _tools = new();

    public IReadOnlyList<ToolTask> Read(JsonLine line)
    {
        TaskFields.Check(line.Row);
        var task = ToolTaskJson.Read(line.Row, _tools);
        return TaskCheck.Problem(task) is { } problem ? throw line.Row.Error(problem) : [task];
    }
}
