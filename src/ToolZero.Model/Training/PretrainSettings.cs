using System.Collections.Immutable;
using ToolZero.Model.Weights;

namespace ToolZero.Model.Training;

/// <summary>A whole pretraining run.</summary>
/// <param name="Stages">One after the other; the optimiser goes on, document indices of a stage start at 0.</param>
/// <param name="Optimiser">Constants of AdamW.</param>
/// <param name="GradientClip">Largest global norm of the gradient; 0 for no clipping.</param>
/// <param name="Threads">Micro-batches computed side by side, each on a core; the result does not depend on it.</param>
/// <param name="MicroBatchTokens">Positions of a micro-batch: about what keeps one layer's activations in the cache.</param>
/// <param name="ReportEvery">Steps between two progress reports.</param>
/// <param name="ProbeEvery">Steps between two calls of the probe; 0 for none.</param>
public sealed record PretrainSettings(
    ImmutableArray<PretrainStage> Stages,
    AdamWSettings Optimiser,
    double GradientClip = 1.0,
    int Threads = 1,
    int MicroBatchTokens = 2048,
    int ReportEvery = 50,
    int ProbeEvery = 0);

/// <summary>Progress since the last report.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Step">Optimiser steps of the run so far.</param>
/// <param name="StageStep">Optimiser steps of the stage so far.</param>
/// <param name="Loss">Mean cross-entropy over trained targets since the last report, nats.</param>
/// <param name="GradientNorm">Of the last step, before clipping.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="Tokens">Input tokens of the run so far, padding not counted.</param>
/// <param name="TokensPerSecond">Input tokens per second of wall time since the last report, probes not counted.</param>
public sealed record PretrainProgress(
    string Stage,
    long Step,
    long StageStep,
    double Loss,
    double GradientNorm,
    double LearningRate,
    long Tokens,
    double TokensPerSecond);

/// <summary>What the caller of a pretraining run wants to hear; all are called between steps on the caller's thread.</summary>
/// <param name="Progress">Every <see cref="PretrainSettings.ReportEvery"/> steps and at the end of a stage.</param>
/// <param name="Probe">Every <see cref="PretrainSettings.ProbeEvery"/> steps and at the end of a stage, with the step: evaluate, save a checkpoint. Returns false to end the stage early.</param>
public sealed record PretrainObserver(
    Action<PretrainProgress>? Progress = null,
    Func<DecoderWeights, long, bool>? Probe = null);
