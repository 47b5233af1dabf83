using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ToolZero.Actors.Weights.Lane;

/// <summary>TLS with mutual authentication, as between the actor systems themselves.</summary>
/// <param name="Certificate">Shown to the other side, which shows its own.</param>
/// <param name="Validate">Whether the other side's certificate is good.</param>
public sealed record LaneSecurity(X509Certificate2 Certificate, RemoteCertificateValidationCallback Validate)
{
    /// <exception cref="AuthenticationException">The other side is not who it should be.</exception>
    internal Stream AsServer(Stream stream)
    {
        var secure = new SslStream(stream, leaveInnerStreamOpen: false, Validate);
        secure.AuthenticateAsServer(Certificate, clientCertificateRequired: true, SslProtocols.None, checkCertificateRevocation: false);
        return secure;
    }

    /// <inheritdoc cref="AsServer"/>
    internal Stream AsClient(Stream stream, string host)
    {
        var secure = new SslStream(stream, leaveInnerStreamOpen: false, Validate);
        secure.AuthenticateAsClient(host, [Certificate], SslProtocols.None, checkCertificateRevocation: false);
        return secure;
    }
}
