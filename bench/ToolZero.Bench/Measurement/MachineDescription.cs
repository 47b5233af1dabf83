using System.Runtime.InteropServices;
using TorchSharp;

namespace ToolZero.Bench.Measurement;

/// <summary>Where figures come from.</summary>
/// <param name="Processor">Model name.</param>
/// <param name="Cores">Logical processors the process may use.</param>
/// <param name="MemoryGib">Memory the process may use, GiB.</param>
/// <param name="System">Operating system and architecture.</param>
/// <param name="Runtime">.NET.</param>
/// <param name="LibTorch">Version of LibTorch.</param>
/// <param name="Blas">Library of matrix products, and the kernels it was told to use.</param>
internal sealed record MachineDescription(string Processor, int Cores, double MemoryGib, string System, string Runtime, string LibTorch, string Blas)
{
    public static MachineDescription Read() => new(
        Lines("/proc/cpuinfo").Where(line => line.StartsWith("model name", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()).FirstOrDefault() ?? "unknown",
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1),
        $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}",
        RuntimeInformation.FrameworkDescription,
        torch.__version__,
        BlasLibrary() + CoreType());

    // LibTorch does not say which one it was given; the files that are mapped do.
    private static string BlasLibrary()
    {
        string[] known = ["mkl", "openblas", "libblas"];
        var files = Lines("/proc/self/maps").Select(Path.GetFileName).OfType<string>().Distinct().ToList();
        return known.Select(name => files.Find(file => file.Contains(name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(file => file is not null) ?? "inside LibTorch";
    }

    // OpenBLAS can be told to use the kernels of another processor, which halves or doubles every rate.
    private static string CoreType() => Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE") is { Length: > 0 } core ? $" (OPENBLAS_CORETYPE={core})" : "";

    private static string[] Lines(string file) => File.Exists(file) ? File.ReadAllLines(file) : [];
}
