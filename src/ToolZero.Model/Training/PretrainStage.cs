namespace ToolZero.Model.Training;

/// <summary>One document: its ids and, where not all are trained, which of them count in the loss (as targets).</summary>
/// <param name="Tokens">Ids, end of sequence included where the model shall learn to stop.</param>
/// <param name="Trained">True where the id is a target of the loss; null when all are.</param>
public sealed record PretrainDocument(int[] Tokens, bool[]? Trained = null);

/// <summary>How documents become rows.</summary>
public enum RowLayout
{
    /// <summary>Documents one after the other until the row is full; a row starts with a document, the last one is cut. Attention is causal across the row.</summary>
    Packed = 0,

    /// <summary>A document in each row, padded to the longest of its micro-batch; what exceeds the row is cut.</summary>
    OneDocument = 1,
}

/// <summary>A part of pretraining with its own documents, shape and learning rate, such as a drill before the real text.</summary>
/// <param name="Name">For progress and logs.</param>
/// <param name="Document">The document of an index, a pure function: the same index always gives the same document. Called in order, from one thread.</param>
/// <param name="Steps">Optimiser steps.</param>
/// <param name="Rows">Rows of a batch.</param>
/// <param name="RowLength">Positions of a row.</param>
/// <param name="LearningRate">Rate by step of this stage, from 0.</param>
/// <param name="Layout">How documents become rows.</param>
public sealed record PretrainStage(
    string Name,
    Func<long, PretrainDocument> Document,
    long Steps,
    int Rows,
    int RowLength,
    LearningRateSchedule LearningRate,
    RowLayout Layout = RowLayout.Packed);
