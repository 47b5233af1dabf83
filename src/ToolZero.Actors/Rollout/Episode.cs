using ToolZero.Core.Environments;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Rollout;

/// <summary>
/// One sample of a group with an environment: the ids that were generated, exactly, and between them those of the environment's answers, which are
/// never trained. It ends when a turn makes no call, the environment has nothing left to do or does not answer, or turns or tokens are spent.
/// </summary>
internal sealed class Episode(ModelEngineSettings settings, EnvironmentSession environment)
{
    private readonly List<float> _logProbs = [];
    private readonly List<bool> _mask = [];
    private readonly List<PolicyVersion> _versions = [];
    private readonly List<string> _turns = [];
    private readonly List<string> _observations = [];
    private readonly List<double> _progress = [];

    /// <summary>All ids so far.</summary>
    public List<int> Tokens { get; } = [];

    /// <summary>The whole trajectory; null while a further turn is to be generated.</summary>
    public Trajectory? Result { get; private set; }

    /// <summary>Why it says nothing about the model; null while the environment answers.</summary>
    public string? Lost => !environment.IsLost ? null : environment.Fault == EnvironmentFault.Refused
        ? $"environment: {EnvironmentSession.MaxHanging} calls hang already, none was begun"
        : $"environment: no answer within its deadline in turn {_turns.Count}";

    /// <summary>Takes a turn and executes its calls.</summary>
    /// <param name="turn">What was generated behind <see cref="Tokens"/>.</param>
    /// <param name="version">The policy that will read the answers.</param>
    public void Take(Trajectory turn, PolicyVersion version)
    {
        Tokens.AddRange(turn.Tokens);
        _logProbs.AddRange(turn.BehaviourLogProbs);
        _mask.AddRange(turn.LossMask);
        _versions.AddRange(turn.Versions);
        _turns.Add(turn.Text);
        // A turn that was cut is not executed: its calls are not what the model would have written.
        var calls = turn.Stop == StopReason.Length ? [] : settings.Prompt.Calls.Read(turn.Text).Calls.Calls;
        var answers = environment.Execute(calls);
        _progress.Add(environment.Verdict.Progress);
        if (calls.IsEmpty || environment.IsLost || environment.Verdict.IsOver || _turns.Count >= settings.Environment.MaxTurns)
        {
            End(turn.Stop);
            return;
        }

        var observation = settings.Prompt.RenderResults(answers, turn.Stop == StopReason.EndOfSequence);
        var ids = settings.Tokenizer.Encode(observation);
        if (Tokens.Count + ids.Length >= settings.Sampling.MaxTokens)
        {
            End(StopReason.Length);
            return;
        }

        _observations.Add(observation);
        Tokens.AddRange(ids);
        _logProbs.AddRange(Enumerable.Repeat(0f, ids.Length));
        _mask.AddRange(Enumerable.Repeat(false, ids.Length));
        _versions.AddRange(Enumerable.Repeat(version, ids.Length));
    }

    private void End(StopReason stop) => Result = new Trajectory(
        [.. Tokens],
        [.. _logProbs],
        [.. _mask],
        [.. _versions],
        stop,
        new EpisodeRecord([.. _turns], [.. _observations], [.. _progress], environment.Verdict, environment.Fault).Write());
}
