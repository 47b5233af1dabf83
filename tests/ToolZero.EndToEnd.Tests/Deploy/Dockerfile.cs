using System.Text.Json;
using ToolZero.Tests.Shared;

namespace ToolZero.EndToEnd.Tests.Deploy;

/// <summary>One instruction of a Dockerfile.</summary>
/// <param name="Name">In capitals.</param>
/// <param name="Text">What follows it, in one line.</param>
/// <param name="Stage">Name of the stage that it stands in; nothing before the first.</param>
internal sealed record DockerInstruction(string Name, string Text, string Stage)
{
    public IReadOnlyList<string> Words => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Words of the JSON form, after whatever stands before it.</summary>
    public IReadOnlyList<string> Exec => JsonSerializer.Deserialize<string[]>(Text[Text.IndexOf('[', StringComparison.Ordinal)..])!;

    /// <summary>Value of <c>--name=value</c>; null when it is not given.</summary>
    public string? Option(string name) => Words.Where(w => w.StartsWith($"--{name}=", StringComparison.Ordinal)).Select(w => w[(name.Length + 3)..]).SingleOrDefault();
}

/// <summary>The shipped Dockerfile, read as its builder does: comments dropped, lines joined.</summary>
internal static class Dockerfile
{
    public static string Path { get; } = System.IO.Path.Combine(SharedData.RepositoryRoot, "deploy", "docker", "Dockerfile");

    public static IReadOnlyList<DockerInstruction> Read()
    {
        var instructions = new List<DockerInstruction>();
        var (text, stage) = ("", "");
        foreach (var line in File.ReadLines(Path).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            text += line.TrimEnd('\\');
            if (line.EndsWith('\\')) continue;
            var words = text.Split(' ', 2);
            if (words[0] == "FROM") stage = words[1].Split(" AS ")[1].Trim();
            instructions.Add(new DockerInstruction(words[0], words[1].Trim(), stage));
            text = "";
        }

        return instructions;
    }
}
