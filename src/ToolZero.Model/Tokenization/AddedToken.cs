namespace ToolZero.Model.Tokenization;

/// <summary>A token recognised as a whole in text, before anything is cut or merged.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text, not empty.</param>
/// <param name="Special">A control token: a text decoded without control tokens leaves it out.</param>
public sealed record AddedToken(int Id, string Content, bool Special)
{
    /// <summary>Recognised in the normalised text instead of the text as given.</summary>
    public bool Normalized { get; init; }

    /// <summary>Takes the white space before it.</summary>
    public bool StripLeft { get; init; }

    /// <summary>Takes the white space after it.</summary>
    public bool StripRight { get; init; }

    /// <summary>Recognised only where no word character touches it.</summary>
    public bool SingleWord { get; init; }
}
