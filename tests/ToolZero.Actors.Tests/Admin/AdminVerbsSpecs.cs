using System.Collections.Immutable;
using ToolZero.Actors.Admin;

namespace ToolZero.Actors.Tests.Admin;

public class AdminVerbsSpecs
{
    public static TheoryData<string> Examples => [.. AdminVerbs.All.Select(v => v.Example)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_is_a_command_that_reads_back_from_its_own_text(string example)
    {
        var command = Read(example);
        Assert.Equal(command, Read(command.Text));
    }

    [Theory]
    [InlineData("drain", "")]
    [InlineData("drain n1/rollout-2", "n1/rollout-2")]
    public void Drain_is_for_the_run_or_for_what_is_named(string text, string target) => Assert.Equal(new OperatorCommand.Drain(target), Read(text));

    [Theory]
    [InlineData("set toolzero.learner.learning-rate 1e-4")]
    [InlineData("set learner.learning-rate=1e-4")]
    [InlineData("set learner.learning-rate 1e-4")]
    public void A_key_is_read_with_and_without_its_root_and_with_an_equals_sign(string text) =>
        Assert.Equal(new OperatorCommand.Set("learner.learning-rate", "1e-4"), Read(text));

    [Theory]
    [InlineData("scale rollout=4")]
    [InlineData("scale rollout 4")]
    public void Scale_is_read_with_and_without_an_equals_sign(string text) => Assert.Equal(new OperatorCommand.Scale("rollout", 4), Read(text));

    [Fact]
    public void Groups_are_read_as_they_are_shown() =>
        Assert.Equal(new OperatorCommand.Quarantine(QuarantineAction.Retry, [17, 23]), Read("quarantine retry g17 23"));

    [Theory]
    [InlineData("puase", "pause")]
    [InlineData("statu", "status")]
    [InlineData("quarantine lsit", "list")]
    [InlineData("scale rolout=3", "rollout")]
    [InlineData("add rewrd", "reward")]
    [InlineData("set learner.learnin-rate 1", "learner.learning-rate")]
    public void A_misspelt_word_is_answered_by_what_it_could_have_meant(string text, string meant) => Assert.Equal(meant, Fault(text).DidYouMean);

    [Theory]
    [InlineData("", "expected one of status, nodes")]
    [InlineData("pause now", "takes no arguments")]
    [InlineData("rollback", "needs one STEP")]
    [InlineData("rollback -3", "needs one STEP")]
    [InlineData("remove", "needs one WORKER")]
    [InlineData("scale rollout", "ROLE=N")]
    [InlineData("scale rollout=many", "expected a number from 0 to 1024")]
    [InlineData("set learner.learning-rate", "KEY VALUE")]
    [InlineData("set learner.learning-rate fast", "expected a number from 0 to 1")]
    [InlineData("samples 101", "from 1 to 100")]
    [InlineData("audit x", "from 1 to 100")]
    [InlineData("quarantine", "list, retry, drop")]
    [InlineData("quarantine retry some", "no number of a group")]
    [InlineData("xyzzyplugh", "expected one of status")]
    public void What_cannot_be_read_is_answered_by_what_was_expected(string text, string expected) =>
        Assert.Contains(expected, Fault(text).Problem, StringComparison.Ordinal);

    [Fact]
    public void Control_characters_and_endless_words_are_refused()
    {
        Assert.Contains("control characters", Assert.IsType<AdminReading.Fault>(AdminVerbs.Read(["drain", "a\u001b[2J"])).Problem, StringComparison.Ordinal);
        Assert.IsType<AdminReading.Fault>(AdminVerbs.Read(["drain", new string('x', 300)]));
    }

    [Fact]
    public void Queries_change_nothing_and_everything_else_is_audited() => Assert.Equal(
        ["status", "nodes", "workers", "rollouts", "ledger", "samples 5", "audit 50"],
        AdminVerbs.All.Select(v => Read(v.Example)).Where(c => c.IsQuery).Select(c => c.Text));

    private static OperatorCommand Read(string text) => Assert.IsType<AdminReading.Command>(AdminVerbs.Read(Words(text))).Value;

    private static AdminReading.Fault Fault(string text) => Assert.IsType<AdminReading.Fault>(AdminVerbs.Read(Words(text)));

    private static ImmutableArray<string> Words(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
