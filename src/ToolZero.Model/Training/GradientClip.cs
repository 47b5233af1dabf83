using static TorchSharp.torch;

namespace ToolZero.Model.Training;

/// <summary>Clipping by global norm. The scale is handed to the optimiser, which applies it inside its own kernels: the gradients stay as they are.</summary>
public static class GradientClip
{
    /// <summary>Euclidean norm over all tensors together; not finite where any element is not.</summary>
    public static double GlobalNorm(IReadOnlyList<Tensor> gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var norms = stack(gradients.Select(g => g.norm().to(ScalarType.Float32)));
        var squares = 0.0;
        foreach (var norm in norms.cpu().data<float>()) squares += (double)norm * norm;
        return Math.Sqrt(squares);
    }

    /// <summary>The factor that brings <paramref name="norm"/> down to <paramref name="maximum"/>; 1 when it is below, or when the maximum is 0 (no clipping).</summary>
    public static double Scale(double norm, double maximum) => maximum > 0 && norm > maximum ? maximum / (norm + 1e-6) : 1;
}
