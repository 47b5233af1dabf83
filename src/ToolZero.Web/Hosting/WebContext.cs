using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Node;
using ToolZero.Core.Data;

namespace ToolZero.Web.Hosting;

/// <summary>What endpoints know of their node. Injected by this type.</summary>
/// <param name="settings">Where it listens.</param>
/// <param name="node">The node.</param>
/// <param name="runFolder">Folder of the run, on a node with the role coordinator; it may not be there yet.</param>
/// <param name="time">Clock.</param>
internal sealed class WebContext(WebSettings settings, NodeSurroundings node, string? runFolder, TimeProvider time)
{
    private AdminSecret? _secret;

    public ActorSystem System => node.System;

    public NodeId Id => node.Id;

    /// <summary>Some of <see cref="NodeRoles"/>.</summary>
    public ImmutableArray<string> Roles => node.Roles;

    public TimeProvider Time => time;

    public string? RunFolder => runFolder;

    /// <summary>Other machines can reach these endpoints.</summary>
    public bool IsOpen => settings.IsOpen;

    /// <summary>Shared with the operators: that of the node's option, else the one that a coordinator makes in the run folder. Null while there is none.</summary>
    /// <exception cref="DataException">It is there and cannot be used.</exception>
    public AdminSecret? Secret => _secret ??= SecretFile is { } file ? AdminSecret.Load(file) : null;

    /// <summary>The node is on its way out of the cluster.</summary>
    public bool IsLeaving { get; private set; }

    private string? SecretFile => AdminSecret.FileOf(settings.SecretFile) ?? (runFolder is null || Path.Combine(runFolder, AdminSecret.FileName) is var own && !File.Exists(own) ? null : own);

    public bool Has(string role) => Roles.Contains(role);

    public void Leave() => IsLeaving = true;
}
