using System.Globalization;
using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A tensor of LibTorch. The object owns one native handle; the storage behind it lives as long as any tensor refers to it. Disposing frees the handle at once, a
    /// <see cref="DisposeScope"/> does so for all tensors of a piece of code, and the finaliser is the net below.
    /// </summary>
    public sealed unsafe partial class Tensor : IDisposable
    {
        private static long _totalCount;
        private nint _handle;

        internal Tensor(nint handle)
        {
            _handle = handle;
            Interlocked.Increment(ref _totalCount);
            DisposeScope.Current?.Add(this);
        }

        ~Tensor() => Release();

        /// <summary>How many tensor objects are alive and not disposed.</summary>
        public static long TotalCount => Interlocked.Read(ref _totalCount);

        /// <summary>The native handle.</summary>
        /// <exception cref="InvalidOperationException">The tensor was disposed.</exception>
        public nint Handle => _handle != 0 ? _handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public bool IsInvalid => _handle == 0;

        internal DisposeScope? OwningDisposeScope { get; set; }

        internal int ScopeSlot { get; set; }

        public long Dimensions => Native.tz_dim(Handle);

        public long ndim => Native.tz_dim(Handle);

        public long NumberOfElements => Native.tz_numel(Handle);

        public long ElementSize => Native.tz_element_size(Handle);

        public ScalarType dtype => (ScalarType)Native.tz_dtype(Handle);

        public Device device => DeviceOf((DeviceType)Native.tz_device_type(Handle), Native.tz_device_index(Handle));

        public DeviceType device_type => (DeviceType)Native.tz_device_type(Handle);

        public int device_index => Native.tz_device_index(Handle);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_leaf => Native.tz_is_leaf(Handle);

        public long[] shape
        {
            get
            {
                var result = new long[Native.tz_dim(Handle)];
                fixed (long* p = result)
                    Native.tz_sizes(Handle, p);
                return result;
            }
        }

        public void Dispose()
        {
            OwningDisposeScope?.Remove(this);
            Release();
            GC.SuppressFinalize(this);
        }

        /// <summary>Moves this tensor to the scope around the innermost one, or out of all scopes where there is none.</summary>
        public Tensor MoveToOuterDisposeScope() => OwningDisposeScope is { } scope ? scope.MoveToOuter(this) : this;

        /// <summary>Takes this tensor out of its scope: the caller disposes it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Remove(this);
            return this;
        }

        public long dim() => Native.tz_dim(Handle);

        public long numel() => Native.tz_numel(Handle);

        public long element_size() => Native.tz_element_size(Handle);

        public long[] size() => shape;

        public long size(int dim)
        {
            var result = Native.tz_size(Handle, dim);
            return result >= 0 ? result : throw Native.Error();
        }

        public long[] stride()
        {
            var result = new long[Native.tz_dim(Handle)];
            fixed (long* p = result)
                Native.tz_strides(Handle, p);
            return result;
        }

        public long stride(int dim) => stride()[dim < 0 ? dim + (int)ndim : dim];

        public long storage_offset() => Native.tz_storage_offset(Handle);

        public bool is_contiguous() => Native.tz_is_contiguous(Handle);

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>Another handle to the same storage.</summary>
        public Tensor alias() => Make(Native.tz_alias(Handle), this);

        public override bool Equals(object? obj) => obj is Tensor tensor && Equals(tensor);

        public override int GetHashCode() => base.GetHashCode();

        public override string ToString() =>
            IsInvalid ? "Tensor invalid" : string.Create(CultureInfo.InvariantCulture, $"[{string.Join("x", shape)}], type = {dtype}, device = {device}");

        // The operands are named here only to keep them alive until the native call has returned: a finaliser may not free them during it.
        internal static Tensor Make(nint handle, Tensor? a, Tensor? b = null, Tensor? c = null, Tensor? d = null)
        {
            GC.KeepAlive(a);
            GC.KeepAlive(b);
            GC.KeepAlive(c);
            GC.KeepAlive(d);
            return Made(handle);
        }

        internal static Tensor Made(nint handle) => handle != 0 ? new Tensor(handle) : throw Native.Error();

        // The same for operations in place.
        private Tensor Done(int status, Tensor? a = null, Tensor? b = null)
        {
            if (status != 0)
                throw Native.Error();
            GC.KeepAlive(a);
            GC.KeepAlive(b);
            return this;
        }

        internal static Tensor[] Results(int count)
        {
            if (count < 0)
                throw Native.Error();
            var handles = count <= 64 ? stackalloc nint[count] : new nint[count];
            fixed (nint* p = handles)
                Native.tz_results(p);
            var tensors = new Tensor[count];
            for (var i = 0; i < count; i++)
                tensors[i] = handles[i] == 0 ? null! : new Tensor(handles[i]);
            return tensors;
        }

        private void Release()
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0)
                return;
            Native.tz_dispose(handle);
            Interlocked.Decrement(ref _totalCount);
        }
    }
}
