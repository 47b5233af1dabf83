using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Ledger;

public class LedgerBalanceSpecs
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Any_sequence_of_operations_keeps_the_balance(int seed)
    {
        var random = new Random(seed);
        using var file = new LedgerFile();
        var ledger = file.Open();
        var model = new Dictionary<long, GroupState>();
        var tokens = new Dictionary<long, long>();
        long step = 0, duplicates = 0;
        var open = ImmutableArray<GroupId>.Empty;
        for (var i = 0; i < 250; i++)
        {
            var some = Some(random, model);
            switch (random.Next(12))
            {
                case 0:
                    var first = model.Count == 0 ? 0 : model.Keys.Max() + 1;
                    var fresh = Enumerable.Range(0, random.Next(1, 6)).Select(n => first + n).ToArray();
                    ledger.Issue(first, LedgerFile.Ids(fresh), LedgerFile.Tasks(fresh));
                    foreach (var id in fresh) model[id] = GroupState.Pending;
                    break;
                case 1 or 2:
                    ledger.Grant(0, some, "w", random.Next(1, 4));
                    Move(model, some, GroupState.InFlight, GroupState.Pending, GroupState.InFlight);
                    break;
                case 3:
                    ledger.Return(some, "lost", isFailure: true);
                    Move(model, some, GroupState.Pending, GroupState.Pending, GroupState.InFlight);
                    break;
                case 4 or 5 or 6:
                    var id2 = some.IsEmpty ? 1_000_000 : some[0].Value;
                    var group = Samples.Group(id2, samples: random.Next(1, 4));
                    var stored = ledger.Store(group);
                    var wanted = model.TryGetValue(id2, out var was) && was is GroupState.Pending or GroupState.InFlight && model.ContainsKey(id2);
                    Assert.Equal(wanted ? StoreOutcome.Stored : StoreOutcome.Duplicate, stored);
                    if (wanted) (model[id2], tokens[id2]) = (GroupState.Scored, group.Samples.Length * 2);
                    else duplicates++;
                    break;
                case 7:
                    ledger.Quarantine(some, 3, "evidence");
                    Move(model, some, GroupState.Quarantined, GroupState.Pending, GroupState.InFlight);
                    break;
                case 8:
                    var way = (GroupState)random.Next(5, 8);
                    ledger.TakeOut(some, way, "reason");
                    Move(model, some, way, [GroupState.Pending, GroupState.InFlight, GroupState.Scored, .. way == GroupState.Failed ? [GroupState.Quarantined] : Array.Empty<GroupState>()]);
                    break;
                case 9:
                    var scored = model.Where(m => m.Value == GroupState.Scored).Select(m => new GroupId(m.Key)).Order().Take(3).ToImmutableArray();
                    if (scored.Length < 2 || open.Length > 0) break;
                    ledger.Journal(new JournalledBatch(step, scored, 0.5, 0.1, random.NextDouble()));
                    Move(model, scored, GroupState.Batched, GroupState.Scored);
                    open = scored;
                    break;
                case 10:
                    if (open.IsEmpty) break;
                    ledger.MarkTrained(step++);
                    Move(model, open, GroupState.Trained, GroupState.Batched);
                    open = [];
                    if (random.Next(3) == 0)
                    {
                        ledger.Checkpointed(new CheckpointRecord(step, "", ""));
                        ledger.Prune(step);
                    }

                    break;
                default:
                    ledger.Dispose();
                    ledger = file.Open();
                    break;
            }

            var balance = ledger.Balance();
            Assert.True(balance.Holds);
            Assert.Equal(model.Count, balance.Issued);
            Assert.Equal(duplicates, balance.Duplicates.Groups);
            foreach (var state in Enum.GetValues<GroupState>())
            {
                Assert.Equal(model.Values.Count(s => s == state), balance[state].Groups);
                Assert.Equal(tokens.Where(t => model[t.Key] == state).Sum(t => t.Value), balance[state].GeneratedTokens);
            }
        }

        var restored = ledger.Restore();
        Assert.Equal(step, restored.Version);
        Assert.Equal(model.Count(m => m.Value <= GroupState.Batched), restored.Open.Length);
        Assert.Equal(model.Count(m => m.Value > GroupState.Trained), restored.Lost.Total);
        ledger.Groups([.. restored.Open.Where(g => g.Scored).Select(g => g.Id)]);
        ledger.Dispose();
    }

    private static ImmutableArray<GroupId> Some(Random random, Dictionary<long, GroupState> model) =>
        [.. model.Keys.Order().Skip(random.Next(model.Count + 1)).Take(random.Next(1, 4)).Select(id => new GroupId(id))];

    private static void Move(Dictionary<long, GroupState> model, ImmutableArray<GroupId> ids, GroupState to, params GroupState[] from)
    {
        foreach (var id in ids)
            if (from.Contains(model[id.Value])) model[id.Value] = to;
    }
}
