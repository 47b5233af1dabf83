using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Node;
using ToolZero.Core.Data;
using ToolZero.Web.Health;

namespace ToolZero.Web.Hosting;

/// <summary>What endpoints know of their node. Injected by this type.</summary>
/// <param name="settings">Where it listens.</param>
/// <param name="node">The node.</param>
/// <param name="runFolder">Folder of the run, on a node with the role coordinator.</param>
/// <param name="time">Clock.</param>
internal sealed class WebContext(WebSettings settings, NodeSurroundings node, string? runFolder, TimeProvider time)
{
    private volatile string? _runFolder = runFolder;
    private volatile int _stage;
    private AdminSecret? _secret;

    public ActorSystem System => node.System;

    public NodeId Id => node.Id;

    /// <summary>Some of <see cref="NodeRoles"/>.</summary>
    public ImmutableArray<string> Roles => node.Roles;

    public TimeProvider Time => time;

    /// <summary>Folder of the run, on a node that writes into it; it may not be there yet. A node that is no coordinator learns it from the run.</summary>
    public string? RunFolder => _runFolder;

    /// <summary>How far the node has come.</summary>
    public NodeStage Stage => (NodeStage)_stage;

    public HealthSettings Health => settings.Health;

    /// <summary>Other machines can reach these endpoints.</summary>
    public bool IsOpen => settings.IsOpen;

    /// <summary>Shared with the operators: that of the node's option, else the one that a coordinator makes in the run folder. Null while there is none.</summary>
    /// <exception cref="DataException">It is there and cannot be used.</exception>
    public AdminSecret? Secret => _secret ??= SecretFile is { } file ? AdminSecret.Load(file) : null;

    private string? SecretFile => AdminSecret.FileOf(settings.SecretFile) ?? (RunFolder is not { } folder || Path.Combine(folder, AdminSecret.FileName) is var own && !File.Exists(own) ? null : own);

    public bool Has(string role) => Roles.Contains(role);

    public void Reached(NodeStage stage) => _stage = (int)stage;

    public void Equipped(NodeEquipment equipment) => _runFolder ??= equipment.RunFolder;
}
