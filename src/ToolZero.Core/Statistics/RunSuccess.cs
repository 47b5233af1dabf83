namespace ToolZero.Core.Statistics;

/// <summary>Which of its evaluation tasks a run solved.</summary>
/// <param name="Verdicts">A character for each task, in their order: 1 solved, 0 not.</param>
public readonly record struct RunSuccess(string Verdicts)
{
    public int Tasks => Verdicts.Length;

    public int Successes => Verdicts.Count(v => v == '1');

    public double Share => Tasks == 0 ? 0 : (double)Successes / Tasks;

    public static RunSuccess Of(IEnumerable<bool> solved) => new(string.Concat(solved.Select(s => s ? '1' : '0')));
}
