namespace Compat.TorchSharp.Tests;

/// <summary>The suite runs against the published package too (TOOLZERO_TORCH=nuget): what that package does not survive is skipped there by name.</summary>
internal static class Published
{
    /// <summary>Skips where the published package runs: its native part lets this error out as a C++ exception that nobody catches.</summary>
    public static void EndsTheProcess(string on) => Skip.If(IsUnderTest, $"TorchSharp 0.107.0 ends the process on {on}");

    private static bool IsUnderTest =>
#if TORCH_PUBLISHED
        true;
#else
        false;
#endif
}
