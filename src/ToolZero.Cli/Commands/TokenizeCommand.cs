using System.CommandLine;
using System.Text.Json;
using ToolZero.Cli.Hosting;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero tokenize</c>: a text as ids and pieces.</summary>
internal static class TokenizeCommand
{
    public static Command Create(CommandContext context)
    {
        var text = new Argument<string?>("text") { Description = "The text; - or nothing reads standard input.", Arity = ArgumentArity.ZeroOrOne };
        var model = ModelOptions.Model("Folder or file with the tokenizer: tokenizer.json or .tiktoken");
        var json = DataOptions.Json();
        var command = new Command("tokenize", "Show the token ids and pieces of a text.") { text, model, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var tokenizer = ModelOptions.Tokenizer(parsed.GetRequiredValue(model));
            var input = parsed.GetValue(text) is { } given and not "-" ? given : await Console.In.ReadToEndAsync(cancellation);
            var ids = tokenizer.Encode(input);
            if (parsed.GetValue(json))
            {
                await context.Out.WriteLineAsync(JsonSerializer.Serialize(new { ids, pieces = ids.Select(id => tokenizer.Decode([id])) }));
                return ExitCodes.Success;
            }

            foreach (var id in ids) await context.Out.WriteLineAsync($"{id,7}  {Visible(tokenizer.Decode([id]))}");
            await context.Out.WriteLineAsync($"{ids.Length} tokens, {input.Length} characters");
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>The piece in quotes with its white space spelled out; part of a character is shown as U+FFFD.</summary>
    private static string Visible(string piece) => JsonSerializer.Serialize(piece, Relaxed);

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
