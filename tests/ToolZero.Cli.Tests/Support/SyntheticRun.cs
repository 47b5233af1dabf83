using System.Text.Json;

namespace ToolZero.Cli.Tests.Support;

/// <summary>The files of a run that never was: smooth curves, two evaluations.</summary>
internal static class SyntheticRun
{
    private static readonly string[] Metrics =
    [
        "reward/mean", "reward/std", "reward/weight", "reward/general", "reward/strict", "success", "format", "parsed", "recall", "precision", "calls", "bad-values",
        "completion-tokens/mean", "completion-tokens/max", "truncation", "zero-variance", "staleness/mean", "staleness/max", "entropy", "clip-fraction", "kl/k1", "kl/k3", "kl/reference", "gradient-norm",
        "learning-rate", "logprob-difference/max", "tokens/per-second", "time/step", "time/rollout", "time/reward", "time/learn", "time/weights", "time/checkpoint", "time/other",
    ];

    public static void Write(string folder, int steps = 20, string completion = "<think>look</think><answer>[f(x=1)]</answer>")
    {
        Directory.CreateDirectory(Path.Combine(folder, "evaluations"));
        File.WriteAllLines(Path.Combine(folder, "metrics.jsonl"), Enumerable.Range(0, steps).Select(t => JsonSerializer.Serialize(
            Metrics.Select((name, i) => (name, value: 0.1 * i + 0.01 * t)).Prepend(("step", t)).ToDictionary(m => m.Item1, m => m.Item2))));
        File.WriteAllText(Path.Combine(folder, "config.conf"), "toolzero { run.name = x }\n");
        Evaluation(folder, 0, 0.125, "nothing");
        Evaluation(folder, steps, 0.75, completion);
        File.WriteAllText(Path.Combine(folder, "summary.json"), """
            {"baseline":{"success":0.125,"format":0,"tasks":300,"byCategory":{"simple":0.125}},"final":{"success":0.75,"format":1,"tasks":300,"byCategory":{"simple":0.75}},
             "steps":20,"seconds":12.5,"tokens":{"generated":1000,"trained":900},"policyVersion":20,"weightsSha256":"abc123",
             "ledger":{"issued":40,"pending":0,"inFlight":0,"trained":40,"balanced":true},"seed":7}
            """);
    }

    private static void Evaluation(string folder, int step, double success, string completion) => File.WriteAllText(
        Path.Combine(folder, "evaluations", $"step_{step}.json"),
        JsonSerializer.Serialize(new
        {
            success,
            format = success,
            truncation = 1 - success,
            tasks = 300,
            byCategory = new Dictionary<string, double> { ["simple"] = success },
            samples = new[]
            {
                new { taskId = "t-1", category = "simple", prompt = "user: <b>do</b> & f", reference = "[f(x=1)]", completion, success = success > 0.5, parts = new Dictionary<string, double> { ["format"] = 1 } },
            },
        }));
}
