using System.Collections.Immutable;
using ToolZero.Actors.Admin;
using ToolZero.Core.Data;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Operators;

/// <summary>
/// Gives commands to the admin actor for people who came over HTTP and were let in there: signs with the node's secret, so that the same gate,
/// the same audit trail and the same limits hold for them as for <c>toolzero admin</c>.
/// </summary>
internal sealed class OperatorDesk(WebContext context)
{
    private const string Where = "the cluster";

    /// <summary>Gives one command and waits for its outcome.</summary>
    /// <param name="operatorName">Who, and from where: the signature of <see cref="OperatorIdentity"/>.</param>
    /// <param name="words">The command as one would type it.</param>
    /// <param name="timeout">How long to wait for it.</param>
    /// <param name="stop">Gives up; the command may be applied all the same.</param>
    public async Task<AdminResult> Give(string operatorName, ImmutableArray<string> words, TimeSpan timeout, CancellationToken stop) =>
        Secret is { } secret
            ? await Exchange(secret, operatorName).Send(words, timeout, stop)
            : new AdminResult.Unreachable("this node has no secret to sign with yet: the run is being opened, or start the node with --secret-file FILE");

    /// <summary>Whether this is the cluster's secret.</summary>
    public bool IsSecret(ReadOnlySpan<char> shown) => Secret?.Is(shown) ?? false;

    /// <summary>Somebody showed another secret: audited and counted by the cluster.</summary>
    public void Denounce(string operatorName)
    {
        if (Secret is { } secret) Exchange(secret, operatorName).Denounce();
    }

    private AdminSecret? Secret
    {
        get
        {
            try
            {
                return context.Secret;
            }
            catch (DataException)
            {
                // Not usable, or it vanished: nobody is let in, and nothing is signed.
                return null;
            }
        }
    }

    private AdminExchange Exchange(AdminSecret secret, string operatorName) =>
        new(context.System.ActorSelection(AdminEndpoint.Proxy), Where, secret, operatorName, context.Time);
}
