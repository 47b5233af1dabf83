using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers of its own (CPU).</summary>
    public class Generator : IDisposable
    {
        /// <param name="seed">Where it starts.</param>
        /// <param name="device">The CPU, or null for it.</param>
        public Generator(ulong seed = 0, Device? device = null)
        {
            if (device is { type: not DeviceType.CPU })
                throw new ArgumentException("Only generators on the CPU are covered.", nameof(device));
            Handle = Native.tz_generator((long)seed);
            if (Handle == 0)
                throw Native.Error();
        }

        private Generator(nint handle) => Handle = handle;

        internal static Generator Global { get; } = new((nint)0);

        ~Generator() => Dispose(false);

        public nint Handle { get; private set; }

        public Generator manual_seed(long seed)
        {
            Native.Check(Handle == 0 ? Native.tz_manual_seed(seed) : Native.tz_generator_seed(Handle, seed));
            return this;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Handle != 0)
                Native.tz_generator_dispose(Handle);
            Handle = 0;
        }
    }
}
