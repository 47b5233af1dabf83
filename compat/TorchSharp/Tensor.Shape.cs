using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    public sealed unsafe partial class Tensor
    {
        public Tensor reshape(params long[] shape)
        {
            fixed (long* p = shape)
                return Make(Native.tz_reshape(Handle, p, shape.Length), this);
        }

        public Tensor view(params long[] shape)
        {
            fixed (long* p = shape)
                return Make(Native.tz_view(Handle, p, shape.Length), this);
        }

        public Tensor view_as(Tensor other) => Make(Native.tz_view_as(Handle, other.Handle), this, other);

        public Tensor permute(params long[] permutation)
        {
            fixed (long* p = permutation)
                return Make(Native.tz_permute(Handle, p, permutation.Length), this);
        }

        public Tensor transpose(long dim0, long dim1) => Make(Native.tz_transpose(Handle, dim0, dim1), this);

        public Tensor t() => Make(Native.tz_t(Handle), this);

        public Tensor contiguous() => Make(Native.tz_contiguous(Handle), this);

        public Tensor clone() => Make(Native.tz_clone(Handle), this);

        public Tensor unsqueeze(long dim) => Make(Native.tz_unsqueeze(Handle, dim), this);

        public Tensor unsqueeze_(long dim) => Done(Native.tz_unsqueeze_(Handle, dim));

        public Tensor squeeze(long? dim = null) => dim is { } given ? Make(Native.tz_squeeze_dim(Handle, given), this) : Make(Native.tz_squeeze(Handle), this);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Make(Native.tz_flatten(Handle, start_dim, end_dim), this);

        public Tensor unflatten(long dim, params long[] sizes)
        {
            fixed (long* p = sizes)
                return Make(Native.tz_unflatten(Handle, dim, p, sizes.Length), this);
        }

        public Tensor expand(params long[] sizes) => expand((ReadOnlySpan<long>)sizes);

        public Tensor expand(long[] sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes, isImplicit);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false)
        {
            fixed (long* p = sizes)
                return Make(Native.tz_expand(Handle, p, sizes.Length, isImplicit), this);
        }

        public Tensor expand_as(Tensor other) => Make(Native.tz_expand_as(Handle, other.Handle), this, other);

        public Tensor broadcast_to(params long[] shape) => expand((ReadOnlySpan<long>)shape);

        public Tensor repeat(params long[] sizes)
        {
            fixed (long* p = sizes)
                return Make(Native.tz_repeat(Handle, p, sizes.Length), this);
        }

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Make(Native.tz_repeat_interleave(Handle, repeats, dim ?? Native.Absent), this);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Make(Native.tz_repeat_interleave_t(Handle, repeats.Handle, dim ?? Native.Absent, output_size ?? Native.Absent), this, repeats);

        public Tensor flip(params long[] dims)
        {
            fixed (long* p = dims)
                return Make(Native.tz_flip(Handle, p, dims.Length), this);
        }

        public Tensor roll(long shifts, long? dims = null)
        {
            var dim = dims ?? 0;
            return Make(Native.tz_roll(Handle, &shifts, 1, &dim, dims is null ? 0 : 1), this);
        }

        public Tensor roll(long[] shifts, long[] dims)
        {
            fixed (long* p = shifts, q = dims)
                return Make(Native.tz_roll(Handle, p, shifts.Length, q, dims.Length), this);
        }

        public Tensor tril(long diagonal = 0) => Make(Native.tz_tril(Handle, diagonal), this);

        public Tensor triu(long diagonal = 0) => Make(Native.tz_triu(Handle, diagonal), this);

        public Tensor diag(long diagonal = 0) => Make(Native.tz_diag(Handle, diagonal), this);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L)
        {
            if (size.Length != strides.Length)
                throw new ArgumentException("as_strided: as many strides as sizes are needed", nameof(strides));
            fixed (long* p = size, q = strides)
                return Make(Native.tz_as_strided(Handle, p, q, size.Length, storageOffset), this);
        }

        /// <summary>Pieces of <paramref name="size"/> along a dimension; the last one may be smaller.</summary>
        public Tensor[] split(long size, int dim = 0) => Pieces(Native.tz_split(Handle, size, dim));

        public Tensor[] split(long[] sizes, long dim = 0)
        {
            fixed (long* p = sizes)
                return Pieces(Native.tz_split_sizes(Handle, p, sizes.Length, dim));
        }

        public Tensor[] chunk(long chunks, long dim = 0L) => Pieces(Native.tz_chunk(Handle, chunks, dim));

        public Tensor[] unbind(long dimension = 0L) => Pieces(Native.tz_unbind(Handle, dimension));

        /// <summary>The same elements as another type; another handle to this storage where the type is the same already and no copy is asked for.</summary>
        public Tensor to_type(ScalarType type, bool copy = false) => Make(Native.tz_to_dtype(Handle, (int)type, copy), this);

        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        public Tensor to(ScalarType type) => to_type(type);

        public Tensor to(Device device) => to(device.type, device.index);

        public Tensor to(string device) => to(new Device(device));

        public Tensor to(Tensor other) => to(other.dtype, other.device);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false) =>
            Make(Native.tz_to(Handle, -1, (int)deviceType, deviceIndex, copy, false), this);

        public Tensor to(ScalarType type, Device device, bool copy = false) =>
            Make(Native.tz_to(Handle, (int)type, (int)device.type, device.index, copy, false), this);

        public Tensor cpu() => to(DeviceType.CPU);

        public Tensor cuda(Device? device = null) => to(DeviceType.CUDA, device?.index ?? -1);

        public Tensor @bool() => to_type(ScalarType.Bool);

        public Tensor @byte() => to_type(ScalarType.Byte);

        public Tensor @int() => to_type(ScalarType.Int32);

        public Tensor @long() => to_type(ScalarType.Int64);

        public Tensor @float() => to_type(ScalarType.Float32);

        public Tensor @double() => to_type(ScalarType.Float64);

        private Tensor[] Pieces(int count)
        {
            GC.KeepAlive(this);
            return Results(count);
        }
    }
}
