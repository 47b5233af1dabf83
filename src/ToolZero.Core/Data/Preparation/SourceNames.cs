using ToolZero.Core.Data.Augmentation;

namespace ToolZero.Core.Data.Preparation;

/// <summary>Rows without ids are called by file name and place, <c>train-17</c>: files of one name in two folders would collide row by row.</summary>
internal static class SourceNames
{
    /// <exception cref="DataException">Two files call their rows alike.</exception>
    public static void Check(IReadOnlyList<string> files, ImportSettings settings)
    {
        foreach (var alike in files.GroupBy(Path.GetFileNameWithoutExtension, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
        {
            if (alike.Where(file => CallsByLine(file, settings)).Take(2).ToList() is [var first, var second])
                throw new DataException($"{second}: its rows have no ids and would be called {alike.Key}-1 and so on, as those of {first} are; give the files different names");
        }
    }

    /// <summary>Asks the first row that can be used.</summary>
    private static bool CallsByLine(string file, ImportSettings settings) =>
        DataFile.CanReadTwice(file)
        && DataFile.Read(file, settings.Format, settings.Reading).FirstOrDefault(item => item.Tasks.Count > 0) is { Tasks: [var task, ..] } item
        && DerivedIds.Row(task.Id) == FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(file)}-{item.Position ?? item.Line}");
}
