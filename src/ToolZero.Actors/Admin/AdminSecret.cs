using System.Security.Cryptography;
using System.Text;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Admin;

/// <summary>
/// The secret that operators share with the cluster. It signs and never travels; whoever can read its file may give orders, so the file
/// must not be readable by everybody.
/// </summary>
public sealed class AdminSecret
{
    /// <summary>Names the secret's file where no option and no key does.</summary>
    public const string Variable = "TOOLZERO_SECRET_FILE";

    /// <summary>Name of the file that is made in the run folder when none is configured.</summary>
    public const string FileName = "admin.secret";

    /// <summary>Shortest secret in bytes.</summary>
    public const int MinBytes = 16;

    private const int MaxBytes = 4096;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly byte[] _key;

    private AdminSecret(byte[] key) => _key = key;

    /// <summary>The file that is meant: the one given, else that of <see cref="Variable"/>; null when neither names one.</summary>
    public static string? FileOf(string? given) =>
        given is { Length: > 0 } ? given : Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;

    /// <summary>Reads a secret; white space around it does not count.</summary>
    /// <exception cref="DataException">Missing, too short or too long, or readable by everybody.</exception>
    public static AdminSecret Load(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) throw new DataException($"{path}: there is no such secret file; name one with --secret-file, admin.secret-file or {Variable}");
            if (!OperatingSystem.IsWindows() && (file.UnixFileMode & Others) != 0)
                throw new DataException($"{path}: everybody can read or write this secret; take that away with  chmod o-rwx {path}");
            if (file.Length > MaxBytes) throw new DataException($"{path}: {file.Length} bytes are too many for a secret, expected {MinBytes} to {MaxBytes}");
            return Of(Encoding.UTF8.GetBytes(File.ReadAllText(path).Trim()), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: the secret cannot be read ({error.Message.ReplaceLineEndings(" ")}); check its permissions", error);
        }
    }

    /// <summary>Reads a secret, or makes a random one that only its owner can read.</summary>
    /// <exception cref="DataException">Not usable, or not writable.</exception>
    public static AdminSecret LoadOrCreate(string path)
    {
        if (File.Exists(path)) return Load(path);
        var aside = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
            using (var stream = new FileStream(aside, options))
            {
                stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) + "\n"));
                stream.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process made it first: its secret is the one.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: the secret cannot be written ({error.Message.ReplaceLineEndings(" ")}); check the permissions of its folder", error);
        }
        finally
        {
            File.Delete(aside);
        }

        return Load(path);
    }

    /// <exception cref="DataException">Too short.</exception>
    public static AdminSecret Of(byte[] key, string source)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Length >= MinBytes
            ? new AdminSecret(key)
            : throw new DataException($"{source}: a secret of {key.Length} bytes can be guessed, expected at least {MinBytes}; make one with  head -c 32 /dev/urandom | base64");
    }

    /// <summary>Whether somebody has shown the secret itself, as those do who come over HTTP. Takes the same time whatever was shown.</summary>
    public bool Is(ReadOnlySpan<char> shown)
    {
        // Hashes have one length: comparing them says nothing about the length of the secret either.
        var bytes = Encoding.UTF8.GetBytes(shown.ToString());
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(bytes), SHA256.HashData(_key));
    }

    /// <summary>HMAC-SHA256 over the parts, each with its length, so that no two lists of parts have the same bytes.</summary>
    internal byte[] Sign(params ReadOnlySpan<byte[]> parts)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
            hmac.AppendData(length);
            hmac.AppendData(part);
        }

        return hmac.GetHashAndReset();
    }

    /// <summary>Compares in constant time.</summary>
    internal bool Signed(ReadOnlySpan<byte> signature, params ReadOnlySpan<byte[]> parts) =>
        CryptographicOperations.FixedTimeEquals(signature, Sign(parts));
}
