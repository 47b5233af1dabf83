using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Akka.Configuration;
using ToolZero.Actors.Clustering;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Admin;

/// <summary>How an operator's connection is secured: as the nodes are among themselves, or not at all.</summary>
internal static class AdminTransport
{
    /// <summary>The operator shows a certificate and checks that of the node.</summary>
    /// <param name="tls">Null = no TLS, as on the loopback.</param>
    /// <exception cref="DataException">The certificate cannot be read.</exception>
    public static Config Of(TlsFiles? tls)
    {
        if (tls is null) return ConfigurationFactory.Empty;
        var password = tls.Password;
        try
        {
            using var readable = X509CertificateLoader.LoadPkcs12FromFile(tls.Certificate, password);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"--tls-certificate {tls.Certificate}: cannot be read ({error.Message.ReplaceLineEndings(" ")}); give a .pfx file with its key, and its password with --tls-password-file", error);
        }

        return ConfigurationFactory.ParseString($$"""
            akka.remote.dot-netty.tcp {
              enable-ssl = on
              ssl {
                suppress-validation = off
                certificate { path = {{JsonSerializer.Serialize(tls.Certificate)}}, password = {{JsonSerializer.Serialize(password)}} }
              }
            }
            """);
    }
}
