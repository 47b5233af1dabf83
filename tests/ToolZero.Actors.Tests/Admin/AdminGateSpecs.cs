using System.Diagnostics;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Tests.Admin.Support;
using ToolZero.Actors.Wire;
using ToolZero.Core.Randomness;
using static ToolZero.Actors.Admin.AdminProtocol;

namespace ToolZero.Actors.Tests.Admin;

public class AdminGateSpecs
{
    private static readonly AdminSecret Secret = Secrets.Own;
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly AdminGate _gate = new(Secret, AdminChallenges.Create());

    [Fact]
    public void A_command_that_is_signed_with_the_secret_comes_in()
    {
        var accepted = Assert.IsType<Admission.Accepted>(_gate.Admit(Command("set", "learner.learning-rate", "1e-4"), Now).Admission);
        Assert.Equal(["set", "learner.learning-rate", "1e-4"], accepted.Request.Words.ToArray());
        Assert.Equal(TimeSpan.FromSeconds(30), accepted.Request.Timeout);
    }

    [Fact]
    public void Nothing_of_a_command_can_be_changed_after_it_was_signed()
    {
        var good = Command("pause");
        Assert.Equal(DenialKind.WrongSecret, Denial(good with { Operator = "somebody else" }));
        Assert.Equal(DenialKind.WrongSecret, Denial(good with { Id = "another" }));
        Assert.Equal(DenialKind.WrongSecret, Denial(good with { Body = AdminCodec.Write(new OperatorRequest(["stop"], TimeSpan.FromSeconds(30))) }));
        Assert.Equal(DenialKind.WrongSecret, Denial(good with { Token = _gate.Challenges.Issue(Now) }));
        Assert.Equal(DenialKind.WrongSecret, Denial(AdminSignature.Command(
            Secrets.Wrong, good.Id, good.Operator, good.Token, good.Body)));
    }

    [Fact]
    public void A_command_comes_in_once()
    {
        var command = Command("pause");
        var (next, first) = _gate.Admit(command, Now);
        Assert.IsType<Admission.Accepted>(first);
        Assert.Equal(DenialKind.Replayed, Assert.IsType<Admission.Denied>(next.Admit(command, Now.AddSeconds(29)).Admission).Kind);
    }

    [Fact]
    public void A_command_that_was_recorded_is_of_no_use_later_or_to_another_incarnation()
    {
        var command = Command("pause");
        Assert.Equal(DenialKind.StaleChallenge, Assert.IsType<Admission.Denied>(_gate.Admit(command, Now.AddSeconds(31)).Admission).Kind);
        var restarted = new AdminGate(Secret, AdminChallenges.Create());
        Assert.Equal(DenialKind.StaleChallenge, Assert.IsType<Admission.Denied>(restarted.Admit(command, Now).Admission).Kind);
    }

    [Fact]
    public void Used_challenges_are_forgotten_when_they_are_stale_and_never_too_many()
    {
        var challenges = AdminChallenges.Create();
        for (var i = 0; i < 1000; i++)
        {
            (challenges, var state) = challenges.Redeem(challenges.Issue(Now.AddSeconds(i)), Now.AddSeconds(i));
            Assert.Equal(ChallengeState.Good, state);
        }

        Assert.InRange(challenges.Used.Count, 1, 32);
        while (challenges.Used.Count < AdminChallenges.MaxUsed) challenges = challenges.Redeem(challenges.Issue(Now.AddSeconds(1000)), Now.AddSeconds(1000)).Next;
        Assert.Equal(ChallengeState.TooMany, challenges.Redeem(challenges.Issue(Now.AddSeconds(1000)), Now.AddSeconds(1000)).State);
    }

    [Fact]
    public void What_is_signed_and_no_command_is_denied_too()
    {
        Assert.Equal(DenialKind.Malformed, Denial(Signed([0xc1, 0xff])));
        Assert.Equal(DenialKind.Malformed, Denial(Signed(AdminCodec.Write(new OperatorRequest([], TimeSpan.FromSeconds(1))))));
        Assert.Equal(DenialKind.Malformed, Denial(Signed(AdminCodec.Write(new OperatorRequest(["pause"], TimeSpan.FromDays(1))))));
        Assert.Equal(DenialKind.Malformed, Denial(Signed(new byte[MaxCommandBytes + 1])));
    }

    [Fact]
    public void A_hundred_thousand_damaged_envelopes_are_denied_cheaply_and_none_comes_in()
    {
        var entry = WireManifest.ByType[typeof(SignedCommand)];
        var good = entry.Encode(Command("stop"));
        var random = new RandomStream(1);
        var (gate, denied, unread) = (_gate, 0, 0);
        var (time, memory) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < 100_000; i++)
        {
            object message;
            try
            {
                message = entry.Decode(Damaged(good, random), null);
            }
            catch (WireException)
            {
                unread++;
                continue;
            }

            (gate, var admission) = gate.Admit((SignedCommand)message, Now);
            if (admission is Admission.Denied) denied++;
            else Assert.Equal(good, entry.Encode(message));
        }

        Assert.True(denied > 10_000 && unread > 10_000, $"{denied} denied, {unread} unread");
        Assert.InRange(gate.Challenges.Used.Count, 0, 1);
        Assert.InRange(Stopwatch.GetElapsedTime(time).TotalSeconds, 0, 60);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - memory) / 100_000, 0, 20_000);
    }

    private static byte[] Damaged(byte[] good, RandomStream random)
    {
        switch (random.Next(4))
        {
            case 0:
                var noise = new byte[random.Next(200)];
                for (var i = 0; i < noise.Length; i++) noise[i] = (byte)random.Next(256);
                return noise;
            case 1:
                return good[..random.Next(good.Length)];
            case 2:
                return [.. good[..random.Next(good.Length)], .. good[random.Next(good.Length)..]];
            default:
                var bytes = good.ToArray();
                for (var i = 0; i <= random.Next(4); i++) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
        }
    }

    private DenialKind Denial(SignedCommand command) => Assert.IsType<Admission.Denied>(_gate.Admit(command, Now).Admission).Kind;

    private SignedCommand Command(params string[] words) => Signed(AdminCodec.Write(new OperatorRequest([.. words], TimeSpan.FromSeconds(30))));

    private SignedCommand Signed(byte[] body) => AdminSignature.Command(Secret, "1", "ada", _gate.Challenges.Issue(Now), body);
}
