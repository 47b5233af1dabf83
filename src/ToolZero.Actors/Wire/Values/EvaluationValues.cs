using ToolZero.Actors.Hosting;

namespace ToolZero.Actors.Wire.Values;

/// <summary>What an evaluation found.</summary>
internal static class EvaluationValues
{
    public static void WriteResult(ref WireWriter w, EvaluationResult result)
    {
        w.Keys(6);
        w.Double(result.Success);
        w.Double(result.Format);
        w.Int(result.Tasks);
        w.Map(result.ByCategory, static (ref w, value) => w.Double(value));
        w.List(result.Samples, WriteSample);
        w.Double(result.Truncation);
    }

    public static EvaluationResult ReadResult(ref WireReader r) =>
        new(r.Double(), r.Double(), r.Int(), r.Map(static (ref r) => r.Double())) { Samples = r.Records(ReadSample), Truncation = r.Double() };

    private static void WriteSample(ref WireWriter w, EvaluationSample sample)
    {
        w.Keys(7);
        w.Text(sample.TaskId);
        w.Text(sample.Category);
        w.Text(sample.Prompt);
        w.Text(sample.Reference);
        w.Text(sample.Completion);
        w.Bool(sample.Success);
        w.Map(sample.Parts, static (ref w, value) => w.Double(value));
    }

    private static EvaluationSample ReadSample(ref WireReader r) =>
        new(r.Text(), r.Text(), r.Text(), r.Text(), r.Text(), r.Bool(), r.Map(static (ref r) => r.Double()));
}
