using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using ToolZero.Core.Data;

namespace ToolZero.Model.Tokenization;

/// <summary>Reads and checks the parts of a tokenizer.json; every error names the file and the field.</summary>
internal sealed class TokenizerJsonReader(string file)
{
    public TokenizerJson Read(JsonElement root)
    {
        Require(root, JsonValueKind.Object, "(root)");
        JsonElement model = Field(root, "model", JsonValueKind.Object, "model");
        CheckModel(model);
        Dictionary<string, int> vocabulary = ReadVocabulary(Field(model, "vocab", JsonValueKind.Object, "model.vocab"));
        ImmutableArray<TokenMerge> merges = ReadMerges(Field(model, "merges", JsonValueKind.Array, "model.merges"), vocabulary);
        bool composed = root.TryGetProperty("normalizer", out JsonElement normalizer) && ReadNormalizer(normalizer, "normalizer");
        List<string> patterns = [];
        bool byteLevel = root.TryGetProperty("pre_tokenizer", out JsonElement cutter) && ReadCutter(cutter, "pre_tokenizer", patterns);
        if (!byteLevel)
            throw Wrong("pre_tokenizer", "has no ByteLevel part", "only byte-level tokenizers are supported");
        CheckDecoder(root.TryGetProperty("decoder", out JsonElement decoder) ? decoder : default, "decoder");

        return new TokenizerJson
        {
            Vocabulary = vocabulary,
            Merges = merges,
            AddedTokens = root.TryGetProperty("added_tokens", out JsonElement added) ? ReadAdded(added, vocabulary) : [],
            SplitPatterns = [.. patterns],
            Composed = composed,
            IgnoreMerges = Flag(model, "ignore_merges", "model.ignore_merges"),
            PostProcessor = root.TryGetProperty("post_processor", out JsonElement post) && post.ValueKind == JsonValueKind.Object ? post.GetRawText() : null,
        };
    }

    private void CheckModel(JsonElement model)
    {
        if (model.TryGetProperty("type", out JsonElement type) && Text(type, "model.type") is not "BPE" and string kind)
            throw Wrong("model.type", $"is '{Shorten(kind)}'", "only BPE is supported");
        foreach (string affix in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (model.TryGetProperty(affix, out JsonElement value) && value.ValueKind != JsonValueKind.Null && Text(value, $"model.{affix}").Length > 0)
                throw Wrong($"model.{affix}", "is not empty", "only byte-level tokenizers are supported");
        }

        if (model.TryGetProperty("dropout", out JsonElement dropout) && dropout.ValueKind != JsonValueKind.Null
            && !(dropout.ValueKind == JsonValueKind.Number && dropout.GetDouble() == 0))
        {
            throw Wrong("model.dropout", "is not 0", "remove it: encoding must give the same ids every time");
        }

        if (Flag(model, "byte_fallback", "model.byte_fallback"))
            throw Wrong("model.byte_fallback", "is true", "only byte-level tokenizers are supported");
    }

    private Dictionary<string, int> ReadVocabulary(JsonElement vocab)
    {
        Dictionary<string, int> vocabulary = new(vocab.GetPropertyCount(), StringComparer.Ordinal);
        HashSet<int> ids = [];
        foreach (JsonProperty entry in vocab.EnumerateObject())
        {
            string token = entry.Name;
            if (token.Length is 0 or > TokenizerJson.MaxTokenLength)
                throw Wrong("model.vocab", $"has a token of {token.Length} characters", $"1 to {TokenizerJson.MaxTokenLength} are allowed");
            int id = Id(entry.Value, "model.vocab", token);
            if (!vocabulary.TryAdd(token, id))
                throw Wrong("model.vocab", $"names the token '{Shorten(token)}' twice", "every token has one id");
            if (!ids.Add(id))
                throw Wrong("model.vocab", $"gives the id {id} twice (at '{Shorten(token)}')", "every id has one token");
        }

        for (int value = 0; value < 256; value++)
        {
            if (!vocabulary.ContainsKey(ByteAlphabet.Spell((byte)value).ToString()))
                throw Wrong("model.vocab", $"has no token for the byte 0x{value:X2}", "a byte-level vocabulary has all 256");
        }

        return vocabulary;
    }

    private ImmutableArray<TokenMerge> ReadMerges(JsonElement list, Dictionary<string, int> vocabulary)
    {
        int count = list.GetArrayLength();
        ImmutableArray<TokenMerge>.Builder merges = ImmutableArray.CreateBuilder<TokenMerge>(count);
        HashSet<TokenMerge> seen = new(count);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[256];
        foreach (JsonElement entry in list.EnumerateArray())
        {
            string field = $"model.merges[{merges.Count}]";
            ReadOnlySpan<char> left = default;
            ReadOnlySpan<char> right = default;
            if (entry.ValueKind == JsonValueKind.Array && entry.GetArrayLength() == 2)
            {
                left = Text(entry[0], field);
                right = Text(entry[1], field);
            }
            else
            {
                ReadOnlySpan<char> line = Text(entry, field);
                int space = line.IndexOf(' ');
                if (space > 0 && line[(space + 1)..].IndexOf(' ') < 0)
                {
                    left = line[..space];
                    right = line[(space + 1)..];
                }
            }

            int length = left.Length + right.Length;
            if (left.IsEmpty || right.IsEmpty || length > TokenizerJson.MaxTokenLength)
                throw Wrong(field, "is not a pair of tokens", "write \"left right\" or [\"left\", \"right\"]");
            Span<char> joined = length <= buffer.Length ? buffer[..length] : new char[length];
            left.CopyTo(joined);
            right.CopyTo(joined[left.Length..]);
            if (!ids.TryGetValue(left, out int leftId) || !ids.TryGetValue(right, out int rightId) || !ids.ContainsKey(joined))
                throw Wrong(field, $"merges '{Shorten(left)}' and '{Shorten(right)}', of which one or their union is no token", "add it to model.vocab");
            TokenMerge merge = new(leftId, rightId);
            if (!seen.Add(merge))
                throw Wrong(field, $"merges '{Shorten(left)}' and '{Shorten(right)}' a second time", "remove one");
            merges.Add(merge);
        }

        return merges.MoveToImmutable();
    }

    private ImmutableArray<AddedToken> ReadAdded(JsonElement list, Dictionary<string, int> vocabulary)
    {
        Require(list, JsonValueKind.Array, "added_tokens");
        Dictionary<int, string> taken = vocabulary.ToDictionary(entry => entry.Value, entry => entry.Key);
        HashSet<string> contents = [];
        List<AddedToken> tokens = [];
        foreach (JsonElement entry in list.EnumerateArray())
        {
            string field = $"added_tokens[{tokens.Count}]";
            Require(entry, JsonValueKind.Object, field);
            string content = Text(Field(entry, "content", JsonValueKind.String, $"{field}.content"), $"{field}.content");
            int id = Id(Field(entry, "id", JsonValueKind.Number, $"{field}.id"), $"{field}.id", content);
            if (content.Length is 0 or > TokenizerJson.MaxTokenLength)
                throw Wrong($"{field}.content", $"has {content.Length} characters", $"1 to {TokenizerJson.MaxTokenLength} are allowed");
            if (!contents.Add(content))
                throw Wrong($"{field}.content", $"repeats '{Shorten(content)}'", "remove one");
            if (!taken.TryAdd(id, content) && taken[id] != content)
                throw Wrong($"{field}.id", $"is {id}, which is the token '{Shorten(taken[id])}'", "every id has one token");
            if (vocabulary.TryGetValue(content, out int other) && other != id)
                throw Wrong($"{field}.id", $"is {id}, but model.vocab gives '{Shorten(content)}' the id {other}", "every token has one id");
            tokens.Add(new AddedToken(id, content, Flag(entry, "special", $"{field}.special"))
            {
                Normalized = Flag(entry, "normalized", $"{field}.normalized"),
                StripLeft = Flag(entry, "lstrip", $"{field}.lstrip"),
                StripRight = Flag(entry, "rstrip", $"{field}.rstrip"),
                SingleWord = Flag(entry, "single_word", $"{field}.single_word"),
            });
        }

        return [.. tokens];
    }

    private bool ReadNormalizer(JsonElement normalizer, string field)
    {
        if (normalizer.ValueKind == JsonValueKind.Null)
            return false;
        string type = Type(normalizer, field);
        switch (type)
        {
            case "NFC":
                return true;
            case "Sequence":
                bool composed = false;
                foreach ((JsonElement part, string name) in Parts(normalizer, "normalizers", field))
                    composed |= ReadNormalizer(part, name);
                return composed;
            default:
                throw Wrong($"{field}.type", $"is '{Shorten(type)}'", "only NFC is supported");
        }
    }

    /// <summary>Adds the cutting expressions; true where a ByteLevel part was met.</summary>
    private bool ReadCutter(JsonElement cutter, string field, List<string> patterns)
    {
        if (cutter.ValueKind == JsonValueKind.Null)
            return false;
        string type = Type(cutter, field);
        switch (type)
        {
            case "Sequence":
                bool byteLevel = false;
                foreach ((JsonElement part, string name) in Parts(cutter, "pretokenizers", field))
                {
                    if (byteLevel)
                        throw Wrong(name, "comes after ByteLevel", "ByteLevel must be the last part");
                    byteLevel |= ReadCutter(part, name, patterns);
                }

                return byteLevel;
            case "ByteLevel":
                if (Flag(cutter, "add_prefix_space", $"{field}.add_prefix_space"))
                    throw Wrong($"{field}.add_prefix_space", "is true", "text must encode as it is: set it to false");
                if (!cutter.TryGetProperty("use_regex", out _) || Flag(cutter, "use_regex", $"{field}.use_regex"))
                    patterns.Add(CodePointPreTokenizer.Gpt2);
                return true;
            case "Digits":
                patterns.Add(Flag(cutter, "individual_digits", $"{field}.individual_digits") ? @"\p{N}" : @"\p{N}+");
                return false;
            case "Split":
                patterns.Add(ReadPattern(cutter, field));
                return false;
            default:
                throw Wrong($"{field}.type", $"is '{Shorten(type)}'", "Split, Digits, ByteLevel and sequences of them are supported");
        }
    }

    private string ReadPattern(JsonElement split, string field)
    {
        string behavior = Text(Field(split, "behavior", JsonValueKind.String, $"{field}.behavior"), $"{field}.behavior");
        if (behavior != "Isolated")
            throw Wrong($"{field}.behavior", $"is '{Shorten(behavior)}'", "only Isolated is supported");
        JsonElement pattern = Field(split, "pattern", JsonValueKind.Object, $"{field}.pattern");
        if (pattern.TryGetProperty("String", out JsonElement literal))
            return Regex.Escape(Text(literal, $"{field}.pattern.String"));
        string expression = Text(Field(pattern, "Regex", JsonValueKind.String, $"{field}.pattern.Regex"), $"{field}.pattern.Regex");
        return expression.Length <= TokenizerJson.MaxTokenLength
            ? expression
            : throw Wrong($"{field}.pattern.Regex", $"has {expression.Length} characters", $"at most {TokenizerJson.MaxTokenLength} are allowed");
    }

    private void CheckDecoder(JsonElement decoder, string field)
    {
        string type = decoder.ValueKind == JsonValueKind.Object ? Type(decoder, field) : "missing";
        if (type == "Sequence")
        {
            foreach ((JsonElement part, string name) in Parts(decoder, "decoders", field))
                CheckDecoder(part, name);
        }
        else if (type != "ByteLevel")
        {
            throw Wrong(field, $"is '{Shorten(type)}'", "only ByteLevel is supported");
        }
    }

    private IEnumerable<(JsonElement Part, string Field)> Parts(JsonElement sequence, string key, string field) =>
        Field(sequence, key, JsonValueKind.Array, $"{field}.{key}").EnumerateArray().Select((part, index) => (part, $"{field}.{key}[{index}]"));

    private string Type(JsonElement element, string field)
    {
        Require(element, JsonValueKind.Object, field);
        return Text(Field(element, "type", JsonValueKind.String, $"{field}.type"), $"{field}.type");
    }

    private JsonElement Field(JsonElement element, string key, JsonValueKind kind, string field)
    {
        if (!element.TryGetProperty(key, out JsonElement value))
            throw Wrong(field, "is missing", "give a complete tokenizer.json");
        Require(value, kind, field);
        return value;
    }

    private bool Flag(JsonElement element, string key, string field) =>
        element.TryGetProperty(key, out JsonElement value) && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw Wrong(field, $"is a {value.ValueKind}", "write true or false"),
        };

    private int Id(JsonElement value, string field, string token) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int id) && id is >= 0 and < TokenizerJson.MaxTokens
            ? id
            : throw Wrong(field, $"gives '{Shorten(token)}' no usable id", $"ids are whole numbers from 0 to {TokenizerJson.MaxTokens - 1}");

    private string Text(JsonElement value, string field)
    {
        Require(value, JsonValueKind.String, field);
        return value.GetString()!;
    }

    private void Require(JsonElement value, JsonValueKind kind, string field)
    {
        if (value.ValueKind != kind)
            throw Wrong(field, $"is a {value.ValueKind}", $"a {kind} is expected");
    }

    private DataException Wrong(string field, string what, string remedy) => new($"{file}: {field} {what}: {remedy}.");

    private static string Shorten(ReadOnlySpan<char> text) =>
        new string(text.Length <= 40 ? text : text[..40]).ReplaceLineEndings(" ") + (text.Length <= 40 ? string.Empty : "…");
}
