using ToolZero.Model.Training;

namespace ToolZero.Model.Tests.Training;

public sealed class PretrainRowsSpecs
{
    private static readonly LearningRateSchedule Rate = new(LearningRateShape.Constant, 1e-3, 10);

    [Fact]
    public void Packed_rows_start_with_a_document_and_are_full()
    {
        var stage = new PretrainStage("t", Document, 1, Rows: 3, RowLength: 7, Rate);
        var (micro, next) = PretrainRows.Fill(stage, 10, 1000);
        var batch = Assert.Single(micro);
        Assert.Equal((3, 7, 21, 21), (batch.Rows, batch.Length, batch.Trained, batch.Inputs));

        // Documents 10 and 11 have five and three ids: the row of eight holds exactly both.
        Assert.Equal([1000, 1001, 1002, 1003, 1004, 1100, 1101], batch.Tokens[..7]);
        Assert.Equal([1001, 1002, 1003, 1004, 1100, 1101, 1102], batch.Targets[..7]);
        Assert.Equal(1200, batch.Tokens[7]);
        Assert.True(next > 12);
    }

    [Fact]
    public void One_document_rows_are_padded_to_the_longest_of_their_micro_batch_and_cut_at_the_row()
    {
        var stage = new PretrainStage("t", Document, 1, Rows: 4, RowLength: 3, Rate, RowLayout.OneDocument);
        var (micro, next) = PretrainRows.Fill(stage, 10, 6);
        Assert.Equal(14, next);
        Assert.Equal([3, 2], micro.Select(m => m.Length));
        Assert.Equal([2, 2], micro.Select(m => m.Rows));
        Assert.Equal([1000, 1001, 1002], micro[0].Tokens[..3]);
        Assert.Equal([1001, 1002, 1003], micro[0].Targets[..3]);
        Assert.Equal([1100, 1101], micro[1].Tokens[..2]);
    }

    [Fact]
    public void Padding_and_untrained_ids_are_no_targets()
    {
        PretrainDocument[] documents = [new([1, 2, 3, 4], [true, false, true, true]), new([5, 6])];
        var stage = new PretrainStage("t", i => documents[i], 1, Rows: 2, RowLength: 3, Rate, RowLayout.OneDocument);
        var batch = Assert.Single(PretrainRows.Fill(stage, 0, 100).MicroBatches);
        Assert.Equal([PretrainRows.Untrained, 3, 4, 6, PretrainRows.Untrained, PretrainRows.Untrained], batch.Targets);
        Assert.Equal([1, 2, 3, 5, 0, 0], batch.Tokens);
        Assert.Equal((3, 4), (batch.Trained, batch.Inputs));
    }

    [Fact]
    public void The_same_first_document_gives_the_same_batch()
    {
        var stage = new PretrainStage("t", Document, 1, Rows: 5, RowLength: 11, Rate);
        var (first, next) = PretrainRows.Fill(stage, 3, 22);
        var (again, nextAgain) = PretrainRows.Fill(stage, 3, 22);
        Assert.Equal(next, nextAgain);
        Assert.Equal([2, 2, 1], first.Select(m => m.Rows));
        Assert.Equal(first.SelectMany(m => m.Tokens), again.SelectMany(m => m.Tokens));
    }

    // Even indices have five ids, odd ones three.
    private static PretrainDocument Document(long index) =>
        new([.. Enumerable.Range((int)index * 100, index % 2 == 0 ? 5 : 3)]);
}
