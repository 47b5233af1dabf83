using System.Collections.Immutable;
using ToolZero.Core.Randomness;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Readers;

/// <summary>The tools of Seal-Tools' tool.jsonl by name and by field of use.</summary>
internal sealed class SealToolsCatalogue
{
    private readonly Dictionary<string, (ToolSchema Schema, string Field)> _tools = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ToolSchema>> _byField = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ToolSchema>> _byDomain = new(StringComparer.Ordinal);

    /// <exception cref="DataException">A tool is malformed: without the tools no row can be trusted.</exception>
    public static SealToolsCatalogue Read(string path)
    {
        var catalogue = new SealToolsCatalogue();
        foreach (var line in JsonLines.Read(path))
        {
            try
            {
                catalogue.Add(line.Row.Require("api_name"), ToolSchemaJson.Read(line.Row), line.Row.TextOr("field", ""));
            }
            catch (FieldException e)
            {
                throw new DataException($"{line.Where}: {e.Field}: {e.Reason}", e);
            }
        }

        return catalogue;
    }

    public ToolSchema? Find(string name) => _tools.TryGetValue(name, out var tool) ? tool.Schema : null;

    /// <summary>
    /// The called tools and up to <paramref name="distractors"/> others of their fields, shuffled. Fields are narrow (most hold one or two
    /// tools), so what is missing comes from the domain, the part of the field before the slash.
    /// </summary>
    public ImmutableArray<ToolSchema> Offer(IReadOnlyCollection<ToolSchema> called, int distractors, RandomStream random)
    {
        var offered = called.DistinctBy(t => t.Name).ToList();
        var names = offered.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var fields = offered.Select(t => _tools[t.Name].Field).Distinct().ToList();
        var limit = offered.Count + distractors;
        foreach (var pool in new[] { fields.SelectMany(f => _byField.GetValueOrDefault(f, [])), fields.Select(Domain).Distinct().SelectMany(d => _byDomain.GetValueOrDefault(d, [])) })
        {
            var others = pool.Where(t => !names.Contains(t.Name)).ToList();
            foreach (var tool in random.Sample(others, Math.Max(0, limit - offered.Count)))
            {
                offered.Add(tool);
                names.Add(tool.Name);
            }
        }

        random.Shuffle(offered);
        return [.. offered];
    }

    private static string Domain(string field) => field.Split('/', 2)[0];

    private void Add(JsonField name, ToolSchema tool, string field)
    {
        if (!_tools.TryAdd(tool.Name, (tool, field))) throw name.Error($"\"{tool.Name}\" is defined twice");

        // A name that no call can have ("createIn-AppMessage") would be a distractor that gives itself away.
        if (!ReferenceCheck.IsCallable(tool.Name)) return;
        Pool(_byField, field).Add(tool);
        Pool(_byDomain, Domain(field)).Add(tool);
    }

    private static List<ToolSchema> Pool(Dictionary<string, List<ToolSchema>> pools, string key)
    {
        if (!pools.TryGetValue(key, out var pool)) pools[key] = pool = [];
        return pool;
    }
}
