using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Weights.Lane;

/// <summary>TLS with mutual authentication, as between the actor systems themselves.</summary>
/// <param name="Certificate">Shown to the other side, which shows its own.</param>
/// <param name="Validate">Whether the other side's certificate is good.</param>
public sealed record LaneSecurity(X509Certificate2 Certificate, RemoteCertificateValidationCallback Validate)
{
    /// <summary>What a transport of Akka.Remote is configured with; null when it has no TLS.</summary>
    /// <param name="transport">Its block, <c>akka.remote.dot-netty.tcp</c>.</param>
    /// <exception cref="DataException">The certificate cannot be read.</exception>
    internal static LaneSecurity? Of(Config transport)
    {
        if (!transport.GetBoolean("enable-ssl", false)) return null;
        var file = transport.GetString("ssl.certificate.path", "");
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, transport.GetString("ssl.certificate.password", ""));
            // As remoting judges: names are looked at when they are asked for, chains unless nobody is to look at anything.
            var forgiven = transport.GetBoolean("ssl.validate-certificate-hostname", false) ? SslPolicyErrors.None : SslPolicyErrors.RemoteCertificateNameMismatch;
            var all = transport.GetBoolean("ssl.suppress-validation", false);
            return new LaneSecurity(certificate, (_, shown, _, errors) => shown is not null && (all || (errors & ~forgiven) == SslPolicyErrors.None));
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DataException($"weights cannot be served with the certificate \"{file}\" ({error.Message.ReplaceLineEndings(" ")}): name a .pfx file with its key", error);
        }
    }

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
