using System.Text;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Prompts;

/// <summary>
/// The Tool-Zero prompt (section 3 and appendix, in substance): a conversation in which the assistant reasons first and answers second,
/// the role of a function composer with three rules, the call syntax, the tools as JSON, then the dialogue. Plain text, because a base
/// model has no chat template. The same prompt serves training and evaluation.
/// </summary>
public sealed class ToolZeroPrompt : IPromptFormat
{
    private const string Instructions =
        """
        Below is a conversation between a User and an Assistant. For every request the Assistant first reasons in private and then gives the answer. The reasoning stands inside <think> </think> and the answer inside <answer> </answer>, like this: <think> the reasoning </think> <answer> the answer </answer>

        The Assistant is an expert at composing function calls. It receives a request and a list of functions, and decides which calls serve the request.
        1. If no function in the list fits the request, it says so in the answer and calls nothing.
        2. If the request lacks the value of a required parameter, it names what is missing and calls nothing.
        3. Otherwise the answer holds the function calls and no other word.

        Calls are written as [name1(param1=value1, param2=value2), name2(param1=value1)]. Every argument has its name, every value is a Python literal, and independent calls share one list.

        The functions, in JSON:

        """;

    public string Name => "tool-zero";

    public ICallFormat Calls => ToolZeroCalls.Instance;

    public string Render(ToolTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var text = new StringBuilder(Instructions.ReplaceLineEndings("\n"));
        text.Append(ToolSchemaJson.Write(task.Tools)).Append("\n\n");
        foreach (var message in task.Messages) text.Append(Speaker(message.Role)).Append(": ").Append(PlainTurn.Of(message)).Append('\n');
        return text.Append("Assistant:").ToString();
    }

    public string RenderResults(IReadOnlyList<string> results, bool isTurnClosed)
    {
        ArgumentNullException.ThrowIfNull(results);
        return $"\n{string.Concat(results.Select(result => $"Tool: {result}\n"))}Assistant:";
    }

    private static string Speaker(Role role) => role switch
    {
        Role.System => "System",
        Role.Assistant => "Assistant",
        Role.Tool => "Tool",
        _ => "User",
    };
}
