namespace ToolZero.Model.Weights;

/// <summary>The weights of a policy version: what is trained and travels, and the decoder that computes with it.</summary>
public interface IPolicyWeights : IDisposable
{
    /// <summary>What is trained, hashed, saved and sent.</summary>
    TensorSet Trained { get; }

    /// <summary>What draws tokens; valid while this object is not disposed. For many threads.</summary>
    DecoderWeights Decoder { get; }
}
