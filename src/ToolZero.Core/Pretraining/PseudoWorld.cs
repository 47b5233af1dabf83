using System.Collections.Immutable;
using ToolZero.Core.Randomness;
using ToolZero.Core.Tools;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Pretraining;

/// <summary>A world of invented words for one document: nothing in it can be recalled, everything must be read.</summary>
public static class PseudoWorld
{
    private static readonly ParameterType[] Types =
        [ParameterType.String, ParameterType.Integer, ParameterType.Number, ParameterType.Boolean, ParameterType.Array];

    public static World Make(RandomStream random)
    {
        var families = PseudoWords.Make(random, 5).Select(noun => Family(noun, random)).ToImmutableArray();
        return new World(families, [.. PseudoWords.Make(random, 12)], PretrainingPhrases.Make(random));
    }

    private static ToolFamily Family(string noun, RandomStream random) =>
        new(noun, [.. PseudoWords.Make(random, 3)], [.. PseudoWords.Make(random, 4).Select(name => Parameter(name, random))]);

    private static FamilyParameter Parameter(string name, RandomStream random)
    {
        if (random.Chance(0.15)) return new FamilyParameter(name, ParameterType.String, [.. PseudoWords.Make(random, random.Next(2, 4))]);
        var type = Types[random.PickWeighted([0.4, 0.25, 0.1, 0.12, 0.13])];
        var item = type == ParameterType.Array ? (ParameterType?)(random.Chance(0.6) ? ParameterType.String : ParameterType.Integer) : null;
        return new FamilyParameter(name, type, [], item);
    }
}
