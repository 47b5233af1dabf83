using System.CommandLine;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Hosting;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Commands;

/// <summary>Options of all <c>toolzero admin</c> commands: which cluster, who asks, how to answer.</summary>
internal sealed class AdminOptions
{
    private readonly Option<string?> _cluster = new("--cluster") { Description = "A node of the cluster. Default: the local cluster of --run.", HelpName = "HOST:PORT", Recursive = true };
    private readonly Option<string?> _run = new("--run") { Description = "The local cluster of this run. Default: the only one below --runs.", HelpName = "NAME", Recursive = true };
    private readonly Option<string> _runs = new("--runs") { Description = "Folder of the runs. Default runs.", HelpName = "FOLDER", Recursive = true, DefaultValueFactory = _ => "runs" };

    private readonly Option<string?> _secret = new("--secret-file")
    {
        Description = $"File with the secret of the cluster. Default: {AdminSecret.Variable}, then the run's own.",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<string?> _certificate = new("--tls-certificate") { Description = "Certificate with key (.pfx) to show, where the nodes speak TLS.", HelpName = "FILE", Recursive = true };
    private readonly Option<string?> _password = new("--tls-password-file") { Description = "File with the password of the certificate.", HelpName = "FILE", Recursive = true };
    private readonly Option<string?> _operator = new("--operator") { Description = "Your name for the audit trail. Default: the user of this process.", HelpName = "NAME", Recursive = true };
    private readonly Option<string> _timeout = new("--timeout") { Description = "How long to wait until a command is in force. Default 30s.", HelpName = "TIME", Recursive = true, DefaultValueFactory = _ => "30s" };
    private readonly Option<bool> _json = new("--json") { Description = "Answer with a JSON object (docs/admin.md).", Recursive = true };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _cluster, _run, _runs, _secret, _certificate, _password, _operator, _timeout, _json }) command.Options.Add(option);
    }

    /// <summary>Commands below inherit options, and not what is checked about them.</summary>
    public void AddChecksTo(Command command) => command.Validators.Add(result =>
    {
        if (result.GetValue(_cluster) is not null && result.GetValue(_run) is not null) result.AddError("--cluster names a node and --run a local run: give one of them");
    });

    public string? Cluster(ParseResult parsed) => parsed.GetValue(_cluster);

    public string? Run(ParseResult parsed) => parsed.GetValue(_run);

    public string Runs(ParseResult parsed) => parsed.GetRequiredValue(_runs);

    public string? SecretFile(ParseResult parsed) => parsed.GetValue(_secret);

    /// <summary>Null = the cluster has no TLS.</summary>
    public TlsFiles? Tls(ParseResult parsed) => parsed.GetValue(_certificate) is { } file ? new TlsFiles(file, parsed.GetValue(_password)) : null;

    public string Operator(ParseResult parsed) => parsed.GetValue(_operator) is { Length: > 0 } name ? name : Environment.UserName is { Length: > 0 } user ? user : "unknown";

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    /// <exception cref="DataException">No duration in these bounds.</exception>
    public TimeSpan Timeout(ParseResult parsed, KeyKind.Duration kind)
    {
        var text = parsed.GetRequiredValue(_timeout);
        return kind.Read(text) is TimeSpan time ? time : throw new DataException($"--timeout {text}: expected {kind.Expected}");
    }
}
