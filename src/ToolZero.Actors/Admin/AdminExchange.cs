using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Wire;
using static ToolZero.Actors.Admin.AdminProtocol;

namespace ToolZero.Actors.Admin;

/// <summary>What an operator's side says to the admin actor: asks for a challenge, signs the command with it, checks the signature of the answer.</summary>
/// <param name="run">Passes on to the admin actor.</param>
/// <param name="where">What that is, for messages to people.</param>
/// <param name="secret">Shared with it.</param>
/// <param name="operatorName">Who gives the commands, for the audit trail.</param>
/// <param name="time">Clock of the deadlines.</param>
public sealed class AdminExchange(ICanTell run, string where, AdminSecret secret, string operatorName, TimeProvider time)
{
    /// <summary>How much later than its deadline a reply may come.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private readonly string _operator = operatorName[..Math.Min(operatorName.Length, MaxNameLength)];

    /// <summary>Gives one command and waits for its outcome.</summary>
    /// <param name="words">The command as it was typed.</param>
    /// <param name="timeout">How long to wait for it.</param>
    /// <param name="stop">Gives up; the command may be applied all the same.</param>
    public async Task<AdminResult> Send(ImmutableArray<string> words, TimeSpan timeout, CancellationToken stop)
    {
        var end = time.GetUtcNow() + timeout;
        while (true)
        {
            var answer = await Ask(Hello.Instance, timeout, stop);
            if (answer is not Challenge challenge) return Unexpected(answer, timeout);
            var left = end - time.GetUtcNow();
            if (left < OperatorRequest.Timeouts.Least) left = OperatorRequest.Timeouts.Least;
            var command = AdminSignature.Command(secret, Guid.NewGuid().ToString("N"), _operator, challenge.Token, AdminCodec.Write(new OperatorRequest(words, left)));
            answer = await Ask(command, left + Margin, stop);
            // The admin actor moved to another node between the two messages: once more, with its challenge.
            if (answer is Denied { Kind: DenialKind.StaleChallenge } && time.GetUtcNow() < end) continue;
            return answer switch
            {
                Denied denied => new AdminResult.Denied(denied.Kind, denied.Reason),
                SignedReply reply => Read(reply, command.Id),
                _ => Unexpected(answer, timeout),
            };
        }
    }

    /// <summary>Somebody came without the secret: the admin actor writes that down, and counts it, as it does with those who come to itself.</summary>
    public void Denounce() => run.Tell(AdminSignature.Unsigned(Guid.NewGuid().ToString("N"), _operator), ActorRefs.NoSender);

    private async Task<object?> Ask(object message, TimeSpan patience, CancellationToken stop)
    {
        try
        {
            return await run.Ask<object>(message, patience, stop);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private AdminResult Read(SignedReply reply, string id)
    {
        if (reply.Id != id || !AdminSignature.Holds(secret, reply))
            return new AdminResult.Denied(DenialKind.WrongSecret, "the answer is not signed with the secret: this is another cluster");
        try
        {
            return new AdminResult.Replied(AdminCodec.ReadReply(reply.Manifest, reply.Body));
        }
        catch (WireException error)
        {
            return new AdminResult.Unreachable($"{where}: {error.Message}");
        }
    }

    private AdminResult Unexpected(object? answer, TimeSpan timeout) => answer is null
        ? new AdminResult.Silent($"{where} is there, but nobody answered within {timeout.TotalSeconds:0.#} s: the coordinator may be on its way to another node, or this is no node of a cluster")
        : new AdminResult.Unreachable($"{where}: answered with {answer.GetType().Name}, which is no answer to an operator");
}
