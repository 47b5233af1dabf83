namespace ToolZero.Core.Evaluation.Bfcl;

/// <summary>In which language a category's functions are declared and called.</summary>
public enum BfclLanguage
{
    Python,
    Java,
    JavaScript,
}
