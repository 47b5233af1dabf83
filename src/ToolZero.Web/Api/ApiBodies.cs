namespace ToolZero.Web.Api;

/// <summary>A worker or a node.</summary>
/// <param name="Target">Its name; without one the run ends in a checkpoint.</param>
internal sealed record DrainBody(string? Target = null);

/// <param name="Role">rollout or reward.</param>
/// <param name="Node">Name of the node; without one, where there is most room.</param>
internal sealed record AddBody(string Role, string? Node = null);

/// <param name="Worker">Its name.</param>
internal sealed record RemoveBody(string Worker);

/// <param name="Role">rollout or reward.</param>
/// <param name="Count">How many there shall be.</param>
internal sealed record ScaleBody(string Role, int Count);

/// <param name="Step">Steps in the checkpoint to go back to.</param>
internal sealed record RollbackBody(long Step);

/// <param name="Key">Such as learner.learning-rate.</param>
/// <param name="Value">As in a configuration file.</param>
internal sealed record SetBody(string Key, string Value);

/// <param name="Groups">Their numbers; without any, all that are in quarantine.</param>
internal sealed record GroupsBody(IReadOnlyList<long>? Groups = null);

/// <summary>A command is in force.</summary>
/// <param name="Outcome">applied</param>
/// <param name="Step">Optimiser steps that were trained when it came into force.</param>
/// <param name="Before">What was before.</param>
/// <param name="After">What is now.</param>
internal sealed record AppliedBody(string Outcome, long Step, string Before, string After);

/// <summary>A command is not in force yet, and stays asked for: the audit trail will say how it ended.</summary>
/// <param name="Outcome">overdue</param>
/// <param name="WaitingFor">What it waits for.</param>
internal sealed record OverdueBody(string Outcome, string WaitingFor);

/// <summary>A session of the page.</summary>
/// <param name="Operator">Name for the audit trail.</param>
/// <param name="FormToken">To be sent as X-Form-Token with every command of a session; empty where the secret is sent instead.</param>
internal sealed record SessionBody(string Operator, string FormToken);
