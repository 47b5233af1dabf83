using ToolZero.Core.Data;
using ToolZero.Core.Prompts;
using ToolZero.Core.Tools;
using static ToolZero.Actors.Wire.Values.CallValues;

namespace ToolZero.Actors.Wire.Values;

/// <summary>Dataset rows: what a worker needs to know of a task.</summary>
internal static class TaskValues
{
    public static void WriteTask(ref WireWriter w, ToolTask task)
    {
        w.Keys(7);
        w.Text(task.Id);
        w.Text(task.Category);
        w.List(task.Tools, WriteTool);
        w.List(task.Messages, WriteTurn);
        w.List(task.Reference, WriteCall);
        w.Bool(task.EarlierToolTurn);
        w.Text(task.Response);
    }

    public static ToolTask ReadTask(ref WireReader r) =>
        new(r.Text(), r.Text(), r.Records(ReadTool), r.Records(ReadTurn), r.Records(ReadCall), r.Bool(), r.TextOrNull());

    private static void WriteTurn(ref WireWriter w, Message turn)
    {
        w.Keys(4);
        w.Choice(turn.Role);
        w.Text(turn.Content);
        w.List(turn.Calls, WriteCall);
        w.Text(turn.GivesEmptyReasoning ? null : turn.Reasoning); // Empty was written for what the data says nothing of, before there was a difference.
    }

    private static Message ReadTurn(ref WireReader r)
    {
        var turn = new Message(r.Choice<Role>(), r.Text()) { Calls = r.Records(ReadCall) };
        var reasoning = r.TextOrNull();
        return turn.WithReasoning(reasoning is null ? "" : reasoning.Length == 0 ? null : reasoning);
    }

    private static void WriteTool(ref WireWriter w, ToolSchema tool)
    {
        w.Keys(4);
        w.Text(tool.Name);
        w.Text(tool.Description);
        w.List(tool.Parameters, WriteParameter);
        w.List(tool.Keywords, WriteKeyword);
    }

    private static ToolSchema ReadTool(ref WireReader r) => new(r.Text(), r.Text(), r.Records(ReadParameter)) { Keywords = r.Records(ReadKeyword) };

    private static void WriteKeyword(ref WireWriter w, SchemaKeyword keyword)
    {
        w.Keys(2);
        w.Text(keyword.Name);
        w.Text(keyword.Json);
    }

    private static SchemaKeyword ReadKeyword(ref WireReader r) => new(r.Text(), r.Text());

    private static void WriteParameter(ref WireWriter w, ToolParameter parameter)
    {
        w.Keys(7);
        w.Text(parameter.Name);
        w.Choice(parameter.Type);
        w.Text(parameter.Description);
        w.Bool(parameter.Required);
        w.Texts(parameter.Enum);
        w.ChoiceOrNull(parameter.ItemType);
        w.Text(parameter.RawSchema);
    }

    private static ToolParameter ReadParameter(ref WireReader r) =>
        new(r.Text(), r.Choice<ParameterType>(), r.Text(), r.Bool(), r.Texts(), r.ChoiceOrNull<ParameterType>(), r.TextOrNull());
}
