namespace Microsoft.ML.Tokenizers;

/// <summary>How a text is encoded.</summary>
public struct EncodeSettings
{
    public EncodeSettings()
    {
        MaxTokenCount = int.MaxValue;
    }

    public bool ConsiderNormalization { get; set; }

    public bool ConsiderPreTokenization { get; set; }

    public int MaxTokenCount { get; set; }
}
