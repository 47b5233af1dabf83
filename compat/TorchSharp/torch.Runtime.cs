using System.Runtime.InteropServices;
using TorchSharp.PInvoke;

namespace TorchSharp;

/// <summary>The functions of torch. See README.md for what is covered.</summary>
public static partial class torch
{
    /// <summary>The version of the LibTorch below.</summary>
    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)Native.tz_version())!;

    public static int get_num_threads() => Native.tz_get_num_threads();

    /// <summary>
    /// How many threads work inside one operation. LibTorch (OpenMP) keeps this for each calling thread: a thread starts with what was set last anywhere and then keeps
    /// its own, so set it on every thread that computes. The pool of OpenBLAS, which is the process's, is set along with it.
    /// </summary>
    public static void set_num_threads(int num) => Native.Check(Native.tz_set_num_threads(num));

    public static int get_num_interop_threads() => Native.tz_get_num_interop_threads();

    public static void set_num_interop_threads(int num) => Native.Check(Native.tz_set_num_interop_threads(num));

    /// <summary>Seeds the global generators of all devices.</summary>
    public static Generator manual_seed(long seed) => Generator.Global.manual_seed(seed);

    /// <summary>CUDA devices.</summary>
    public static class cuda
    {
        public static bool is_available() => Native.tz_cuda_is_available();

        public static int device_count() => Native.tz_cuda_device_count();

        public static void synchronize(Device? device = null) => Native.Check(Native.tz_cuda_synchronize(device?.index ?? -1));
    }

    public static bool cuda_is_available() => cuda.is_available();
}
