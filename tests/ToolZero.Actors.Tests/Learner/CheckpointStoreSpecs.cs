using ToolZero.Actors.Learner;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Tests.Learner;

public sealed class CheckpointStoreSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_newest_few_are_kept_and_the_newest_is_found()
    {
        var store = new CheckpointStore(_folder.Path, 2);
        Assert.Null(store.Latest());
        foreach (var step in new[] { 1, 2, 10 }) store.Save(step, 7, Write);
        Assert.Equal(["step_10", "step_2"], Directory.GetDirectories(_folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal(new CheckpointState(10, 10, 9, 7, "abc"), store.Latest()!.State);
    }

    [Fact]
    public void A_checkpoint_that_was_not_finished_does_not_exist()
    {
        var store = new CheckpointStore(_folder.Path, 2);
        Assert.Throws<InvalidOperationException>(() => store.Save(3, 7, folder =>
        {
            Write(folder);
            throw new InvalidOperationException("killed");
        }));
        Assert.Null(store.Latest());
        Assert.Equal(3, store.Save(3, 7, Write).State.Step);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_one_clear_line()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        var error = Assert.Throws<DataException>(() => new CheckpointStore(file, 2).Save(1, 7, Write));
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_damaged_state_is_named()
    {
        var store = new CheckpointStore(_folder.Path, 2);
        var saved = store.Save(1, 7, Write);
        File.WriteAllText(Path.Combine(saved.Folder, "state.json"), "{");
        Assert.Contains("state.json", Assert.Throws<DataException>(store.Latest).Message, StringComparison.Ordinal);
    }

    private static string Write(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "model.safetensors"), "weights");
        return "abc";
    }
}
