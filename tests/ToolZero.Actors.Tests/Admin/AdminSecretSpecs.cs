using ToolZero.Actors.Admin;
using ToolZero.Actors.Tests.Admin.Support;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Tests.Admin;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class AdminSecretSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "secret");

    [Fact]
    public void A_secret_that_is_made_is_long_and_for_its_owner_only_and_stays_the_same()
    {
        var first = AdminSecret.LoadOrCreate(File);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(64, System.IO.File.ReadAllText(File).Trim().Length);
        Assert.Equal(first.Sign([1]), AdminSecret.LoadOrCreate(File).Sign([1]));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void White_space_around_a_secret_does_not_count()
    {
        Write("  a secret of some length\n");
        Assert.Equal(Secrets.Of("a secret of some length").Sign([7]), AdminSecret.Load(File).Sign([7]));
    }

    [Theory]
    [InlineData("too short", "at least 16")]
    [InlineData("", "at least 16")]
    public void A_short_secret_is_refused(string text, string mention)
    {
        Write(text);
        Assert.Contains(mention, Assert.Throws<DataException>(() => AdminSecret.Load(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_or_too_large_is_refused_before_it_is_read()
    {
        Assert.Contains("no such secret file", Assert.Throws<DataException>(() => AdminSecret.Load(File)).Message, StringComparison.Ordinal);
        Write(new string('x', 5000));
        Assert.Contains("too many", Assert.Throws<DataException>(() => AdminSecret.Load(File)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_secret_that_everybody_can_read_or_write_is_refused_with_the_remedy(UnixFileMode more)
    {
        Write("a secret of some length");
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | more);
        Assert.Contains("chmod o-rwx", Assert.Throws<DataException>(() => AdminSecret.Load(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_parts_have_another_signature_even_where_their_bytes_are_the_same()
    {
        var secret = Secrets.Of("a secret of some length");
        Assert.True(secret.Signed(secret.Sign([1, 2], [3]), [1, 2], [3]));
        Assert.NotEqual(secret.Sign([1, 2], [3]), secret.Sign([1], [2, 3]));
        Assert.NotEqual(secret.Sign([1, 2]), secret.Sign([1, 2], []));
        Assert.NotEqual(secret.Sign([1]), Secrets.Of("another secret of some length").Sign([1]));
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string text)
    {
        System.IO.File.WriteAllText(File, text);
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
