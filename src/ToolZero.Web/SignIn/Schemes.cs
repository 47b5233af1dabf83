namespace ToolZero.Web.SignIn;

/// <summary>How operators are let in.</summary>
internal static class Schemes
{
    /// <summary>One of the others, by what the request has.</summary>
    public const string Any = "operator";

    /// <summary>The secret itself, in every request: for programs.</summary>
    public const string Secret = "Bearer";

    /// <summary>A cookie that was given for the secret: for browsers.</summary>
    public const string Session = "session";
}
