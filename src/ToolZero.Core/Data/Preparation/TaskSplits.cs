using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Core.Data.Augmentation;

namespace ToolZero.Core.Data.Preparation;

/// <summary>A named part of a data set.</summary>
public sealed record TaskSplit(string Name, double Share);

/// <summary>
/// Parts of a data set by share. Where a task belongs depends on the seed and on its row's id alone: the same row stays in its part when others
/// come or go, and tasks that were made of one row stay together.
/// </summary>
public sealed record TaskSplits(ImmutableArray<TaskSplit> Parts, ulong Seed)
{
    /// <summary>Reads <c>train=0.9,test=0.1</c>.</summary>
    /// <exception cref="DataException">It is none, or the shares do not add up to 1.</exception>
    public static TaskSplits Parse(string text, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = ImmutableArray.CreateBuilder<TaskSplit>();
        foreach (var part in text.Split(','))
        {
            if (part.Split('=') is not [var name, var share] || name.Trim().Length == 0 || name.AsSpan().ContainsAny('/', '\\')
                || !double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !(value > 0 && value <= 1))
                throw new DataException($"split \"{part}\": expected a name and a share above 0 such as train=0.9");
            if (parts.Any(p => p.Name == name.Trim())) throw new DataException($"split \"{name.Trim()}\" is named twice");
            parts.Add(new TaskSplit(name.Trim(), value));
        }

        var sum = parts.Sum(p => p.Share);
        if (Math.Abs(sum - 1) > 1e-6) throw new DataException($"the splits {text} add up to {sum.ToString(CultureInfo.InvariantCulture)}; expected 1");
        return new TaskSplits(parts.ToImmutable(), seed);
    }

    /// <summary>Index of the part that a task belongs to.</summary>
    public int Of(string taskId)
    {
        ArgumentNullException.ThrowIfNull(taskId);
        var draw = Randomness.CounterRandom.Uniform(Seed, (ulong)ContentKey.Of(DerivedIds.Row(taskId)), 0, 0);
        for (var i = 0; i < Parts.Length - 1; i++)
        {
            if (draw < Parts[i].Share) return i;
            draw -= Parts[i].Share;
        }

        return Parts.Length - 1;
    }
}
