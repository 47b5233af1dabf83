using ToolZero.Actors.Coordinator;
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
        foreach (var step in new[] { 1, 2, 10 }) store.Save(Stamp(step), Write);
        Assert.Equal(["step_10", "step_2"], Directory.GetDirectories(_folder.Path, "step_*").Select(Path.GetFileName).Order());
        Assert.Equal<long>([2, 10], store.Steps());
        Assert.Equal(new CheckpointState(10, 10, 9, 7, "abc"), store.Latest()!.State);
    }

    [Fact]
    public void A_checkpoint_that_was_not_finished_does_not_exist()
    {
        var store = new CheckpointStore(_folder.Path, 2);
        Assert.Throws<InvalidOperationException>(() => store.Save(Stamp(3), folder =>
        {
            Write(folder);
            throw new InvalidOperationException("killed");
        }));
        Assert.Null(store.Latest());
        Assert.Equal(3, store.Save(Stamp(3), Write).State.Step);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_one_clear_line()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        var error = Assert.Throws<DataException>(() => new CheckpointStore(file, 2).Save(Stamp(1), Write));
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_damaged_state_is_named()
    {
        var store = new CheckpointStore(_folder.Path, 2);
        var saved = store.Save(Stamp(1), Write);
        File.WriteAllText(Path.Combine(saved.Folder, "state.json"), "{");
        Assert.Contains("state.json", Assert.Throws<DataException>(store.Latest).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_learner_cannot_publish_once_a_newer_one_has_claimed_the_store()
    {
        var store = new CheckpointStore(_folder.Path, 2);
        store.Claim(1);
        store.Save(Stamp(1, epoch: 1), Write);
        new CheckpointStore(_folder.Path, 2).Claim(2);
        var refused = Assert.Throws<LearnerFencedException>(() => store.Save(Stamp(2, epoch: 1), Write));
        Assert.Equal((1, 2), (refused.Epoch, refused.Newest));
        Assert.Throws<LearnerFencedException>(() => store.Claim(1));
        Assert.Equal(2, store.Save(Stamp(2, epoch: 2), Write).State.LearnerEpoch);
        Assert.Equal<long>([1, 2], store.Steps());
    }

    [Fact]
    public void A_learner_that_stalls_before_its_rename_finds_that_what_it_wrote_is_gone()
    {
        var store = new CheckpointStore(_folder.Path, 2);
        store.Claim(1);
        Assert.Throws<LearnerFencedException>(() => store.Save(Stamp(3, epoch: 1), folder =>
        {
            Write(folder);
            new CheckpointStore(_folder.Path, 2).Claim(2);
            return "abc";
        }));
        Assert.Null(store.Latest());
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Checkpoints_that_a_rollback_has_undone_are_forgotten()
    {
        var store = new CheckpointStore(_folder.Path, 9);
        foreach (var step in new[] { 2, 4, 6 }) store.Save(Stamp(step), Write);
        store.Save(Stamp(5, policyEpoch: 1), Write);
        store.Forget([new RollbackPoint(1, 4)]);
        Assert.Equal<long>([2, 4, 5], store.Steps());
        Assert.Null(store.At(6));
        Assert.Equal(5, store.At(5)!.State.Step);
        store.Forget([new RollbackPoint(1, 4), new RollbackPoint(2, 3)]);
        Assert.Equal<long>([2], store.Steps());
    }

    private static CheckpointState Stamp(long step, long epoch = 0, long policyEpoch = 0) =>
        new(step, step, step - 1, 7, "") { LearnerEpoch = epoch, PolicyEpoch = policyEpoch };

    private static string Write(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "model.safetensors"), "weights");
        return "abc";
    }
}
