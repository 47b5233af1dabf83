using System.Collections.Immutable;
using System.Text;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Ledger;

/// <summary>A folder of its own with one ledger in it.</summary>
internal sealed class LedgerFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-ledger");

    public string Path => System.IO.Path.Combine(_folder.FullName, "ledger.db");

    public RunLedger Open(ulong seed = 1) => RunLedger.OpenOrCreate(Path, new LedgerIdentity(seed, "hash"), TimeProvider.System);

    public static ImmutableArray<GroupId> Ids(params long[] ids) => [.. ids.Select(id => new GroupId(id))];

    public static ImmutableArray<string> Tasks(params long[] ids) => [.. ids.Select(id => $"task{id}")];

    public static void Issue(RunLedger ledger, long unit, params long[] ids) => ledger.Issue(unit, Ids(ids), Tasks(ids));

    /// <summary>That the ledger balances, and holds this many groups of each state.</summary>
    public static void Expect(RunLedger ledger, params (GroupState State, long Groups)[] expected)
    {
        var balance = ledger.Balance();
        Assert.True(balance.Holds);
        Assert.Equal(expected.OrderBy(e => e.State), balance.States.Select(s => (s.Key, s.Value.Groups)));
    }

    /// <summary>Everything in a group as text, floats by their bits.</summary>
    public static string Bits(ScoredGroup group)
    {
        var text = new StringBuilder($"{group.Id} {group.Attempt} {group.TaskId} {group.Category} {group.Worker} {BitConverter.DoubleToInt64Bits(group.Temperature)} [{string.Join(',', group.PromptTokens)}]");
        foreach (var (t, s) in group.Samples)
        {
            text.Append($"\n{string.Join(',', t.Tokens)}|{string.Join(',', t.BehaviourLogProbs.Select(BitConverter.SingleToInt32Bits))}|{string.Join(',', t.LossMask)}|")
                .Append($"{string.Join(',', t.Versions)}|{t.Stop}|{t.Text}|{string.Join(',', new[] { s.Base, s.General, s.Strict }.Select(BitConverter.DoubleToInt64Bits))}|")
                .Append($"{s.Success}|{string.Join(',', s.Parts.Select(p => $"{p.Key}={BitConverter.DoubleToInt64Bits(p.Value)}"))}");
        }

        return text.ToString();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
