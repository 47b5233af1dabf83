using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>An authority for the certificates of one cluster.</summary>
internal sealed class TestAuthority : IDisposable
{
    /// <summary>Characters that a careless configuration would trip over.</summary>
    private const string Password = "a \"quoted\" pass+word & more ${HOME}";

    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly TemporaryFolder _folder = new();
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _certificate;

    public TestAuthority(string name)
    {
        var request = new CertificateRequest("CN=" + name, _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        _folder.Write("authority.pem", _certificate.ExportCertificatePem());
        Directory.CreateDirectory(_folder["none"]);
        PasswordFile = _folder.Write("password", Password + "\n");
    }

    public string PasswordFile { get; }

    /// <summary>Variables by which a process trusts this authority and no other.</summary>
    public IReadOnlyDictionary<string, string> Trust => new Dictionary<string, string> { ["SSL_CERT_FILE"] = _folder["authority.pem"], ["SSL_CERT_DIR"] = _folder["none"] };

    /// <summary>The same for a connection of this process.</summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_certificate);
        return policy;
    }

    /// <summary>The words of the command line that show a certificate for <paramref name="host"/>.</summary>
    public string[] Options(string host)
    {
        var file = _folder[$"{Guid.NewGuid():N}.pfx"];
        using var certificate = Issue(host);
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, Password));
        return ["--tls-certificate", file, "--tls-password-file", PasswordFile];
    }

    /// <summary>A certificate with its key, good for both sides of a connection.</summary>
    public X509Certificate2 Issue(string host)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + host, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerUse), new Oid(ClientUse)], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.Create(_certificate, now.AddHours(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }
}
