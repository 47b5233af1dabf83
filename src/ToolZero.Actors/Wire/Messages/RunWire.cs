using System.Collections.Immutable;
using static ToolZero.Actors.Evaluation.EvaluationProtocol;
using static ToolZero.Actors.Runs.RunProtocol;
using static ToolZero.Actors.Wire.Values.EvaluationValues;

namespace ToolZero.Actors.Wire.Messages;

/// <summary>Between the run and its nodes: settings and evaluations.</summary>
internal static class RunWire
{
    public static ImmutableArray<WireEntry> Entries { get; } =
    [
        WireEntry.Signal("run.get-configuration", GetRunConfiguration.Instance),
        WireEntry.Of<RunConfigurationText>("run.configuration", Write, RunConfigurationText),
        WireEntry.Signal("evaluation.idle", EvaluatorIdle.Instance),
        WireEntry.Of<Evaluate>("evaluation.evaluate", Write, Evaluate),
        WireEntry.Of<Evaluated>("evaluation.evaluated", Write, Evaluated),
        WireEntry.Of<EvaluationFailed>("evaluation.failed", Write, EvaluationFailed),
        WireEntry.Of<EvaluationTaken>("evaluation.taken", Write, EvaluationTaken),
    ];

    private static void Write(ref WireWriter w, RunConfigurationText m)
    {
        w.Keys(1);
        w.Text(m.Text);
    }

    private static RunConfigurationText RunConfigurationText(ref WireReader r) => new(r.Text());

    private static void Write(ref WireWriter w, Evaluate m)
    {
        w.Keys(3);
        w.Text(m.Name);
        w.Long(m.Step);
        w.Text(m.Folder);
    }

    private static Evaluate Evaluate(ref WireReader r) => new(r.Text(), r.Long(), r.Text());

    private static void Write(ref WireWriter w, Evaluated m)
    {
        w.Keys(3);
        w.Text(m.Name);
        w.Long(m.Step);
        WriteResult(ref w, m.Result);
    }

    private static Evaluated Evaluated(ref WireReader r) => new(r.Text(), r.Long(), r.Record(ReadResult));

    private static void Write(ref WireWriter w, EvaluationFailed m)
    {
        w.Keys(4);
        w.Text(m.Name);
        w.Long(m.Step);
        w.Text(m.Reason);
        w.Bool(m.IsDataFault);
    }

    private static EvaluationFailed EvaluationFailed(ref WireReader r) => new(r.Text(), r.Long(), r.Text(), r.Bool());

    private static void Write(ref WireWriter w, EvaluationTaken m)
    {
        w.Keys(2);
        w.Text(m.Name);
        w.Long(m.Step);
    }

    private static EvaluationTaken EvaluationTaken(ref WireReader r) => new(r.Text(), r.Long());
}
