using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ToolZero.Actors.Clustering;

namespace ToolZero.Actors.Tests.Support;

/// <summary>A self-signed certificate in a file, for both sides of every connection of a cluster.</summary>
internal sealed class TestCertificate : IDisposable
{
    private const string Name = "toolzero-test";
    private const string Password = "only a test";
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"toolzero-{Guid.NewGuid():N}.pfx");
    private readonly X509Certificate2 _certificate;

    public TestCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + Name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllBytes(_file, made.Export(X509ContentType.Pfx, Password));
        _certificate = X509CertificateLoader.LoadPkcs12FromFile(_file, Password);
    }

    /// <summary>As a node is told of it, with its password in that file.</summary>
    public TlsFiles Files(string passwordFile)
    {
        File.WriteAllText(passwordFile, Password + "\n");
        return new TlsFiles(_file, passwordFile);
    }

    /// <summary>Remoting with TLS; whoever checks the chain of a self-signed certificate would refuse it, so nobody does.</summary>
    public string Configuration => ConfigurationWith(validation: false);

    /// <summary>Remoting with TLS, with or without a look at the chain of the other side's certificate.</summary>
    public string ConfigurationWith(bool validation) => $$"""
        akka.remote.dot-netty.tcp {
          enable-ssl = on
          ssl { suppress-validation = {{(validation ? "off" : "on")}}, certificate { path = "{{_file}}", password = "{{Password}}" } }
        }
        """;

    public async Task<Stream> Authenticate(Stream stream, CancellationToken cancellation)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false, IsOurs);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Name, ClientCertificates = [_certificate] }, cancellation);
        return tls;
    }

    public static async Task<Stream> AuthenticateAsStranger(Stream stream, CancellationToken cancellation)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false, IsOurs);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Name }, cancellation);
        return tls;
    }

    private static bool IsOurs(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => certificate?.Subject == "CN=" + Name;

    public void Dispose()
    {
        _certificate.Dispose();
        File.Delete(_file);
    }
}
