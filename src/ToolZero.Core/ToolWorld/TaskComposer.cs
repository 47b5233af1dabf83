using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;
using ToolZero.Core.Randomness;
using ToolZero.Core.Tools;

namespace ToolZero.Core.ToolWorld;

/// <summary>Composes one task of a category from the words of a world: tools, a request in words, the reference calls.</summary>
public sealed class TaskComposer(World world, RandomStream random)
{
    private const int MaxParameters = 3;

    // An episode is as long as its calls together: small ones leave room for a second try.
    private const int MaxEpisodeParameters = 2;

    /// <summary>A task of <paramref name="category"/>; the same world, stream and position give the same task.</summary>
    public ToolTask Compose(string id, string category)
    {
        var offered = OfferTools(category switch
        {
            TaskCategory.Simple or TaskCategory.MissingParameter => 1,
            TaskCategory.Parallel => random.Next(1, 3),
            _ => random.Next(2, 4),
        });
        var (request, calls) = category switch
        {
            TaskCategory.Parallel => AskTwiceTheSame(offered[0]),
            TaskCategory.ParallelMultiple => AskTwoTools(offered[0], offered[1]),
            TaskCategory.Irrelevance => (Ask(UnofferedTool(offered)).Request, []),
            TaskCategory.MissingParameter => AskWithoutARequiredValue(offered[0]),
            _ => AskOnce(offered[0]),
        };
        var schemas = offered.Select(t => t.Schema).ToList();
        random.Shuffle(schemas);
        return new ToolTask(id, category, [.. schemas], [new Message(Role.User, request)], calls);
    }

    /// <summary>An episode of two calls: the user asks for the first, and the answer to it orders the second.</summary>
    public ToolTask ComposeEpisode(string id)
    {
        var offered = OfferTools(2, MaxEpisodeParameters);
        var (request, first) = Ask(offered[0]);
        var (_, second) = Ask(offered[1]);
        var schemas = offered.Select(t => t.Schema).ToList();
        random.Shuffle(schemas);
        return new ToolTask(id, TaskCategory.MultiTurn, [.. schemas], [new Message(Role.User, request)], [first!, second!]);
    }

    private sealed record Tool(string Verb, string Noun, ToolSchema Schema);

    private (string Request, ToolCall? Call) Ask(Tool tool, bool opening = true, string? without = null)
    {
        var chosen = tool.Schema.Parameters.Where(p => p.Name != without && (p.Required || random.Chance(0.5))).ToList();
        var arguments = chosen.ToDictionary(p => p.Name, Draw);
        var clauses = chosen.Select(p => Fill(random.Pick(world.Phrases.Clauses), p.Name, arguments[p.Name].Said)).ToList();
        random.Shuffle(clauses);
        var text = opening
            ? random.Pick(world.Phrases.Openings).Replace("{verb}", tool.Verb, StringComparison.Ordinal).Replace("{noun}", tool.Noun, StringComparison.Ordinal)
            : "";
        foreach (var (index, clause) in clauses.Index())
            text += (index == 0 ? (opening ? " " : "") : random.Pick(world.Phrases.ClauseJoins)) + clause;
        return (text, new ToolCall(tool.Schema.Name, [.. chosen.Select(p => new Argument(p.Name, arguments[p.Name].Value))]));
    }

    private (string Request, ImmutableArray<ToolCall> Calls) AskOnce(Tool tool)
    {
        var (request, call) = Ask(tool);
        return (request, [call!]);
    }

    private (string Request, ImmutableArray<ToolCall> Calls) AskTwiceTheSame(Tool tool)
    {
        var (first, one) = Ask(tool);
        var (second, two) = Ask(tool, opening: false);
        return (first + random.Pick(world.Phrases.Again) + second, [one!, two!]);
    }

    private (string Request, ImmutableArray<ToolCall> Calls) AskTwoTools(Tool a, Tool b)
    {
        var (first, one) = Ask(a);
        var (second, two) = Ask(b);
        return (first + random.Pick(world.Phrases.Then) + second, [one!, two!]);
    }

    private (string Request, ImmutableArray<ToolCall> Calls) AskWithoutARequiredValue(Tool tool)
    {
        var missing = random.Pick(tool.Schema.Parameters.Where(p => p.Required).ToList());
        return (Ask(tool, without: missing.Name).Request, []);
    }

    /// <summary>Different tools; later ones often share a verb or a noun with the first, so that one word alone does not decide.</summary>
    private List<Tool> OfferTools(int count, int most = MaxParameters)
    {
        var tools = new List<Tool> { NewTool(random.Pick(world.Families), null, most) };
        while (tools.Count < count)
        {
            var family = random.Chance(0.3) ? world.Families.First(f => f.Noun == tools[0].Noun) : random.Pick(world.Families);
            var verb = random.Chance(0.3) && family.Verbs.Contains(tools[0].Verb) ? tools[0].Verb : null;
            var tool = NewTool(family, verb, most);
            if (tools.TrueForAll(t => t.Schema.Name != tool.Schema.Name)) tools.Add(tool);
        }

        return tools;
    }

    private Tool UnofferedTool(List<Tool> offered)
    {
        while (true)
        {
            var tool = NewTool(random.Pick(world.Families), null);
            if (offered.TrueForAll(t => t.Noun != tool.Noun)) return tool;
        }
    }

    private Tool NewTool(ToolFamily family, string? verb, int most = MaxParameters)
    {
        verb ??= random.Pick(family.Verbs);
        var parameters = random.Sample(family.Parameters, random.Next(1, most + 1));
        var schemas = parameters.Select((p, i) => new ToolParameter(
            p.Name, p.Type, "", i == 0 || random.Chance(0.6), [.. p.Choices.Select(c => $"\"{c}\"")], p.ItemType));
        return new Tool(verb, family.Noun, new ToolSchema($"{verb}_{family.Noun}", $"{verb} a {family.Noun}", [.. schemas]));
    }

    private (string Said, CallValue Value) Draw(ToolParameter parameter)
    {
        if (parameter.Enum.Length > 0)
        {
            var choice = random.Pick(parameter.Enum).Trim('"');
            return (choice, new CallValue.Text(choice));
        }

        switch (parameter.Type)
        {
            case ParameterType.Boolean:
                var yes = random.Chance(0.5);
                var (affirmed, denied) = random.Pick(world.Phrases.Affirmations);
                return (yes ? affirmed : denied, new CallValue.Boolean(yes));
            case ParameterType.Array:
                var items = Enumerable.Range(0, random.Next(2, 4)).Select(_ => Scalar(parameter.ItemType!.Value)).ToList();
                return (string.Join(random.Pick(world.Phrases.ItemJoins), items.Select(i => i.Said)), new CallValue.Sequence([.. items.Select(i => i.Value)]));
            default:
                return Scalar(parameter.Type);
        }
    }

    private (string Said, CallValue Value) Scalar(ParameterType type)
    {
        switch (type)
        {
            case ParameterType.Integer:
                var integer = random.Next(1, 100);
                return (integer.ToString(CultureInfo.InvariantCulture), new CallValue.Integer(integer));
            case ParameterType.Number:
                var tenths = random.Next(1, 10) + random.Next(1, 10) / 10.0;
                return (tenths.ToString("0.0", CultureInfo.InvariantCulture), new CallValue.Real(tenths));
            default:
                var word = random.Pick(world.Words);
                return (word, new CallValue.Text(word));
        }
    }

    private static string Fill(string template, string name, string value) =>
        template.Replace("{name}", name, StringComparison.Ordinal).Replace("{value}", value, StringComparison.Ordinal);
}
