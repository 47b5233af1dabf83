using ToolZero.Actors.Weights;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;

namespace ToolZero.Actors.Learner;

/// <summary>What the learner actor needs of a trainer: the policy with its optimiser. Used by one thread.</summary>
public interface IPolicyTrainer : IDisposable
{
    /// <summary>Optimiser steps in the weights: the policy version.</summary>
    long Steps { get; }

    /// <summary>One optimiser step; the batch's step must be <see cref="Steps"/>.</summary>
    StepReport Train(TrainingBatch batch);

    /// <summary>A copy of the weights as they are now, with one share that the caller owns.</summary>
    /// <param name="epoch">Times that the run went back to older weights.</param>
    PolicySnapshot Snapshot(long epoch);

    /// <summary>Writes model and optimiser files into a folder; returns the SHA-256 of the weights.</summary>
    string Save(string folder);
}
