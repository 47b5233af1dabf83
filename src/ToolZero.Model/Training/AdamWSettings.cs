namespace ToolZero.Model.Training;

/// <summary>Constants of <see cref="AdamW"/>.</summary>
/// <param name="Beta1">Decay of the mean of gradients.</param>
/// <param name="Beta2">Decay of the mean of squared gradients.</param>
/// <param name="Epsilon">Added to the root of the second moment.</param>
/// <param name="WeightDecay">Decoupled decay, times the learning rate; tensors of one dimension (norms, biases) have none.</param>
public sealed record AdamWSettings(double Beta1 = 0.9, double Beta2 = 0.95, double Epsilon = 1e-8, double WeightDecay = 0);
