using Akka.Actor;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Reward;
using ToolZero.Actors.Runs;
using static TorchSharp.torch;

namespace ToolZero.Actors.Clustering;

/// <summary>Makes the plan of a real node: roles from the run's settings, a run from its folder.</summary>
public static class NodePlans
{
    /// <param name="settings">Where the node is and what it does.</param>
    /// <param name="local">What it decides for itself.</param>
    /// <param name="request">The run, on a node with the role coordinator.</param>
    /// <param name="time">Clock.</param>
    public static NodePlan Create(NodeSettings settings, LocalConfiguration local, TrainingRequest? request, TimeProvider time) =>
        new(settings, local.Akka, local.Supervision, text => Equip(settings, local.Over(text), time), time)
        {
            Open = request is null ? null : () => Open(request),
            Admin = request is null ? null : (system, run) => Admin(settings, request, system, run),
        };

    private static OpenRun Open(TrainingRequest request)
    {
        var configuration = TrainingRun.ConfigurationOf(request);
        var inputs = RunInputs.Load(RunSettings.From(configuration), InputParts.Training);
        return OpenRun.Open(configuration, inputs, RunSettings.From(request.Configuration).Run, request.Folder, request.Time);
    }

    private static Props Admin(NodeSettings node, TrainingRequest request, ActorSystem system, IActorRef run)
    {
        var location = RunSettings.From(request.Configuration).Run;
        string InFolder(string name) => Path.Combine(location.Folder, location.Name, name);
        var secret = AdminSecret.LoadOrCreate(AdminSecret.FileOf(node.SecretFile) ?? InFolder(AdminSecret.FileName));
        return AdminActor.Props(
            new AdminServices(location.Name, secret, () => AuditTrail.Open(InFolder(AuditTrail.FileName)), new ClusterView(system), request.Time) { Supply = node.Supply }, run);
    }

    /// <summary>A rollout node gets its weights from the learner; where adapters travel, it has the base itself.</summary>
    private static InputParts PartsOf(NodeSettings node, RunSettings settings) =>
        node.Has(NodeRoles.Learner) ? InputParts.HeldOut | InputParts.Weights
        : settings.Model.Adapters is null ? InputParts.None
        : InputParts.Weights;

    private static NodeEquipment Equip(NodeSettings node, RunConfiguration configuration, TimeProvider time)
    {
        var settings = RunSettings.From(configuration);
        var parts = new RoleParts(time);
        var folder = Path.Combine(settings.Run.Folder, settings.Run.Name);
        if (node.Has(NodeRoles.Learner) || node.Has(NodeRoles.Rollout))
        {
            // Intra-operator threads make small products slower; side by side are the actors.
            set_num_threads(1);
            var inputs = RunInputs.Load(settings, PartsOf(node, settings));
            if (node.Has(NodeRoles.Rollout)) parts = parts with { Rollout = RoleParts.RolloutOf(settings, inputs) };
            if (node.Has(NodeRoles.Learner))
            {
                var checkpoints = Path.Combine(folder, RunFolder.CheckpointFolder);
                var learner = RoleParts.LearnerOf(settings, inputs, checkpoints, time) with { OutlivesDiskFaults = true };
                parts = parts with { Learner = learner, Evaluation = RoleParts.EvaluationOf(settings, inputs) };
            }
        }

        if (node.Has(NodeRoles.Reward)) parts = parts with { Reward = RoleParts.RewardOf(settings, RunInputs.RewardOf(settings)) };
        var attempts = settings.Rollout.MaxAttempts;
        var router = new RewardRouterSettings(
            NodeRoles.Reward,
            $"/user/node/{RoleFactory.Reward}",
            settings.Reward.Deadline * attempts + RoleParts.Period,
            settings.Rollout.LeaseDeadline,
            4 * attempts,
            RoleParts.Period);
        return new NodeEquipment(parts, settings.Rollout.Workers, router, settings.Weights)
        {
            Run = settings.Run.Name,
            RunFolder = node.Has(NodeRoles.Coordinator) || node.Has(NodeRoles.Learner) ? folder : null,
        };
    }
}
