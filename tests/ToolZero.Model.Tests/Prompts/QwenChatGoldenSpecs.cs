using System.Text.Json;
using ToolZero.Core.Prompts.Chat;
using ToolZero.Model.Tokenization;
using ToolZero.Tests.Shared;

namespace ToolZero.Model.Tests.Prompts;

[Trait("Category", "Golden")]
public sealed class QwenChatGoldenSpecs
{
    [SkippableFact]
    public void Every_conversation_is_rendered_to_the_character()
    {
        var rows = 0;
        foreach (var (name, chat, row) in ChatCases.Read())
        {
            Same(name, Qwen25Chat.Render(chat), row, "rendered_qwen2_5");
            Same(name, Qwen3Chat.Render(chat, thinks: true), row, "rendered_qwen3");
            Same(name, Qwen3Chat.Render(chat, thinks: false), row, "rendered_qwen3_nothink");
            rows++;
        }

        Assert.True(rows > 0);
    }

    [SkippableFact]
    public void Every_conversation_has_the_same_token_ids()
    {
        var qwen25 = TextTokenizer.Load(SharedData.Require("tokenizers/qwen2.5/tokenizer.json"));
        var qwen3 = TextTokenizer.LoadTiktoken(SharedData.Require("tokenizers/qwen.tiktoken"), QwenVocabulary.Qwen3AddedTokens);
        foreach (var (name, chat, row) in ChatCases.Read())
        {
            Assert.True(Ids(row, "ids_qwen2_5").SequenceEqual(qwen25.Encode(Qwen25Chat.Render(chat))), $"{name}: ids of Qwen2.5 differ");
            Assert.True(Ids(row, "ids_qwen3").SequenceEqual(qwen3.Encode(Qwen3Chat.Render(chat, thinks: true))), $"{name}: ids of Qwen3 differ");
        }
    }

    private static IEnumerable<int> Ids(JsonElement row, string property) => row.GetProperty(property).EnumerateArray().Select(id => id.GetInt32());

    private static void Same(string name, string actual, JsonElement row, string property)
    {
        var expected = row.GetProperty(property).GetString()!;
        if (actual == expected) return;
        var at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail($"{name}, {property}: differs at character {at}: expected ...{Excerpt(expected, at)}, found ...{Excerpt(actual, at)}");
    }

    private static string Excerpt(string text, int at) => JsonSerializer.Serialize(text[Math.Max(0, at - 20)..Math.Min(text.Length, at + 40)]);
}
