using TorchSharp.PInvoke;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public sealed unsafe partial class Tensor
    {
        /// <summary>The memory of a contiguous tensor on the CPU; setting copies into it.</summary>
        /// <exception cref="InvalidOperationException">The tensor is not contiguous, or not on the CPU.</exception>
        public Span<byte> bytes
        {
            get => new((void*)Data("bytes"), checked((int)(NumberOfElements * ElementSize)));
            set
            {
                if (value.Length != NumberOfElements * ElementSize)
                    throw new ArgumentException("Mismatched data sizes in SetBytes().", nameof(value));
                value.CopyTo(bytes);
            }
        }

        /// <summary>The elements, for reading and writing from .NET.</summary>
        /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the element type.</exception>
        /// <exception cref="InvalidOperationException">The tensor is not on the CPU.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            Validate(typeof(T));
            return new TensorAccessor<T>(this);
        }

        /// <summary>The only element.</summary>
        /// <exception cref="ArgumentException">There is not exactly one element, or <typeparamref name="T"/> is not its type.</exception>
        public T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            Validate(typeof(T));
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException(NotOnCpu);
            var result = *(T*)Native.tz_data(Handle);
            GC.KeepAlive(this);
            return result;
        }

        public float ReadCpuSingle(long i) => data<float>().At(i);

        public double ReadCpuDouble(long i) => data<double>().At(i);

        public int ReadCpuInt32(long i) => data<int>().At(i);

        public long ReadCpuInt64(long i) => data<long>().At(i);

        public byte ReadCpuByte(long i) => data<byte>().At(i);

        public bool ReadCpuBool(long i) => data<bool>().At(i);

        /// <summary>The only element, on whatever device it lies.</summary>
        public Scalar ToScalar()
        {
            long integer;
            double floating;
            var kind = Native.tz_item(Handle, &integer, &floating);
            GC.KeepAlive(this);
            return kind switch
            {
                0 => integer,
                1 => floating,
                2 => integer != 0,
                _ => throw Native.Error(),
            };
        }

        internal const string NotOnCpu = "Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.";

        internal nint DataPointer => Native.tz_data(Handle);

        private nint Data(string what)
        {
            if (!is_contiguous())
                throw new InvalidOperationException($"{what} called on non-contiguous tensor.");
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException(NotOnCpu);
            return Native.tz_data(Handle);
        }

        private void Validate(Type type)
        {
            if (!TypeOf(dtype).Equals(type))
                throw new ArgumentException($"{type.Name} is not compatible with {dtype}");
        }

        private static Type TypeOf(ScalarType type) => type switch
        {
            ScalarType.Byte => typeof(byte),
            ScalarType.Int8 => typeof(sbyte),
            ScalarType.Int16 => typeof(short),
            ScalarType.Int32 => typeof(int),
            ScalarType.Int64 => typeof(long),
            ScalarType.Float32 => typeof(float),
            ScalarType.Float64 => typeof(double),
            ScalarType.Bool => typeof(bool),
            _ => typeof(void),
        };
    }
}
