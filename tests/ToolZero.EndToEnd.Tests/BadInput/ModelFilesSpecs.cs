using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.BadInput;

/// <summary>Model folders that are missing, damaged or hostile: one line each, and no run begins.</summary>
public sealed class ModelFilesSpecs : IDisposable
{
    private const string Weights = "model.safetensors";
    private const string Tensor = "model.norm.weight";

    private readonly TemporaryFolder _folder = new();
    private readonly string _model;
    private readonly string _runs;

    public ModelFilesSpecs()
    {
        _model = TinyModel.CopyTo(_folder["model"]);
        _runs = _folder["runs"];
    }

    public void Dispose() => _folder.Dispose();

    private string File(string name) => Path.Combine(_model, name);

    private async Task AssertRefused(params string[] mentions)
    {
        await Refusal.AssertRefused(SmallRun.Arguments(_runs, "bad", "--model", _model), mentions);
        Refusal.AssertUntouched(_runs);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist()
    {
        Directory.Delete(_model, recursive: true);
        await AssertRefused(_model, "config.json");
    }

    [Fact]
    public async Task No_weights()
    {
        System.IO.File.Delete(File(Weights));
        await AssertRefused(_model, Weights);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(-1)]
    public async Task Truncated_weights(int length)
    {
        using (var stream = System.IO.File.OpenWrite(File(Weights))) stream.SetLength(length < 0 ? stream.Length + length : length);
        await AssertRefused(File(Weights), "truncated");
    }

    [Fact]
    public async Task A_header_that_claims_10_GiB()
    {
        using (var stream = System.IO.File.OpenWrite(File(Weights)))
        {
            var length = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, 10UL << 30);
            stream.Write(length);
        }

        await AssertRefused(File(Weights), "header", "10737418240");
    }

    [Fact]
    public async Task Overlapping_tensors()
    {
        EditHeader(header => header[Tensor]!["data_offsets"] = new JsonArray(0, 32 * 4));
        await AssertRefused(File(Weights), "tensor '");
    }

    [Theory]
    [InlineData(-4L, 124L)]
    [InlineData(0L, long.MaxValue)]
    [InlineData(long.MaxValue - 128, long.MaxValue)]
    [InlineData(128L, 0L)]
    public async Task Absurd_offsets(long begin, long end)
    {
        EditHeader(header => header[Tensor]!["data_offsets"] = new JsonArray(begin, end));
        await AssertRefused(File(Weights), $"'{Tensor}'");
    }

    [Fact]
    public async Task A_shape_that_multiplies_to_more_than_there_is()
    {
        EditHeader(header => header[Tensor]!["shape"] = new JsonArray(1L << 40, 1L << 40));
        await AssertRefused(File(Weights), $"'{Tensor}'");
    }

    [Fact]
    public async Task A_tensor_of_the_wrong_shape()
    {
        EditHeader(header => header[Tensor]!["shape"] = new JsonArray(16, 2));
        await AssertRefused(File(Weights), $"'{Tensor}'", "[16, 2]", "[32]");
    }

    [Fact]
    public async Task A_tensor_of_an_unknown_type()
    {
        EditHeader(header => header[Tensor]!["dtype"] = "F31");
        await AssertRefused(File(Weights), $"'{Tensor}'", "F31");
    }

    [Fact]
    public async Task A_tensor_that_is_missing()
    {
        EditHeader(header =>
        {
            var moved = header[Tensor]!.DeepClone();
            ((JsonObject)header).Remove(Tensor);
            header["model.other.weight"] = moved;
        });
        await AssertRefused(File(Weights), "model.");
    }

    [Theory]
    [InlineData("{", "config.json")]
    [InlineData("""{"model_type": "mamba"}""", "model_type")]
    [InlineData("""{"model_type": "qwen3", "hidden_size": "many"}""", "hidden_size")]
    public async Task A_broken_config(string text, string field)
    {
        System.IO.File.WriteAllText(File("config.json"), text);
        await AssertRefused(File("config.json"), field);
    }

    [Fact]
    public async Task A_config_of_another_model()
    {
        var config = JsonNode.Parse(System.IO.File.ReadAllText(File("config.json")))!;
        config["intermediate_size"] = 128;
        System.IO.File.WriteAllText(File("config.json"), config.ToJsonString());
        await AssertRefused(File(Weights), "mlp", "[128, 32]");
    }

    [Theory]
    [InlineData("{\"model\": ")]
    [InlineData("[]")]
    [InlineData("{\"model\": {\"type\": \"WordPiece\"}}")]
    [InlineData("{\"model\": {\"type\": \"BPE\", \"vocab\": 3, \"merges\": []}}")]
    public async Task A_broken_tokenizer(string text)
    {
        System.IO.File.WriteAllText(File("tokenizer.json"), text);
        await AssertRefused(File("tokenizer.json"));
    }

    [Fact]
    public async Task No_tokenizer()
    {
        System.IO.File.Delete(File("tokenizer.json"));
        await AssertRefused(_model, "tokenizer.json");
    }

    /// <summary>Changes the header's JSON and leaves the data as it is.</summary>
    private void EditHeader(Action<JsonNode> edit)
    {
        var bytes = System.IO.File.ReadAllBytes(File(Weights));
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var header = JsonNode.Parse(bytes.AsSpan(8, length))!;
        edit(header);
        var json = Encoding.UTF8.GetBytes(header.ToJsonString());
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)json.Length);
        System.IO.File.WriteAllBytes(File(Weights), [.. prefix, .. json, .. bytes.AsSpan(8 + length)]);
    }
}
