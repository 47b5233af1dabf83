namespace ToolZero.Actors.Hosting.Hocon;

/// <summary>
/// Bounds of a configuration, far above any real one. The published parser is recursive and follows substitutions each time they are read, so depth and
/// expanded size are what keeps it from a full stack or a full memory.
/// </summary>
internal static class HoconLimits
{
    /// <summary>Characters of a file together with what it includes.</summary>
    public const int Characters = 1 << 20;

    /// <summary>Sections, lists and parts of a key, one inside the other.</summary>
    public const int Depth = 64;

    /// <summary>Includes of a file, those of included files counted.</summary>
    public const int Includes = 32;

    /// <summary>Substitutions of a file together with what it includes.</summary>
    public const int References = 200;

    /// <summary>Substitutions that lead to substitutions.</summary>
    public const int ReferenceDepth = 5;

    /// <summary>Characters that all substitutions stand for.</summary>
    public const int Expanded = 4 << 20;
}
