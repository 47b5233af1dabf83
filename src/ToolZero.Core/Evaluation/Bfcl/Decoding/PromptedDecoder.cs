using System.Collections.Immutable;
using ToolZero.Core.Evaluation.Python.Syntax;

namespace ToolZero.Core.Evaluation.Bfcl.Decoding;

/// <summary>
/// Reads the calls out of a prompted model's text as the leaderboard does: back-quotes, line ends and blanks around it go, missing square
/// brackets are added, and what stands there must be one Python list of calls. Nothing is evaluated but arithmetic of literals.
/// </summary>
public static class PromptedDecoder
{
    /// <summary>Decodes text; Java and JavaScript arguments stay the source text that they are written as.</summary>
    public static BfclDecoding Decode(string text, BfclLanguage language)
    {
        ArgumentNullException.ThrowIfNull(text);
        var body = text.AsSpan().Trim("`\n ").ToString();
        if (!body.StartsWith('[')) body = $"[{body}";
        if (!body.EndsWith(']')) body += "]";
        return language == BfclLanguage.Python ? DecodePython(body) : SourceDecoder.Decode(body[1..^1], language);
    }

    private static BfclDecoding DecodePython(string body)
    {
        if (PyParser.Parse(body, out var error) is not { } node) return BfclDecoding.Failed(error!);
        if (node is not PyNode.Items { Bracket: not PyBracket.Generator } items) return BfclDecoding.Failed("not a list of calls");
        var calls = ImmutableArray.CreateBuilder<BfclCall>(items.Values.Length);
        var resolver = new CallResolver();
        foreach (var item in items.Values)
        {
            if (item is not PyNode.Call call) return BfclDecoding.Failed("not a call in the list");
            if (resolver.Resolve(call) is not { } resolved) return BfclDecoding.Failed("an argument that is no value");
            calls.Add(resolved);
        }

        return BfclDecoding.Of(calls.DrainToImmutable());
    }
}
