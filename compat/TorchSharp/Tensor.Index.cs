using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    public sealed unsafe partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Put(value, i1);
        }

        public Tensor this[long i1, long i2]
        {
            get => At(i1, i2);
            set => Put(value, i1, i2);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => At(i1, i2, i3);
            set => Put(value, i1, i2, i3);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At(i1, i2, i3, i4);
            set => Put(value, i1, i2, i3, i4);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var native = stackalloc NativeIndex[indices.Length];
            Fill(native, indices);
            var result = Native.tz_index(Handle, native, indices.Length);
            GC.KeepAlive(indices);
            return Make(result, this);
        }

        public Tensor index(params Tensor[] indices) => index(ByTensor(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            var native = stackalloc NativeIndex[indices.Length];
            Fill(native, indices);
            var status = Native.tz_index_put_(Handle, native, indices.Length, value.Handle);
            GC.KeepAlive(indices);
            return Done(status, value);
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, ByTensor(indices));

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            var native = stackalloc NativeIndex[indices.Length];
            Fill(native, indices);
            var status = Native.tz_index_put__s(Handle, native, indices.Length, value.Value);
            GC.KeepAlive(indices);
            return Done(status);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, ByTensor(indices));

        public Tensor index_select(long dim, Tensor index) => Make(Native.tz_index_select(Handle, dim, index.Handle), this, index);

        public Tensor select(long dim, long index) => Make(Native.tz_select(Handle, dim, index), this);

        public Tensor narrow(long dim, long start, long length) => Make(Native.tz_narrow(Handle, dim, start, length), this);

        public Tensor slice(long dim, long start, long finish, long step) => Make(Native.tz_slice(Handle, dim, start, finish, step), this);

        public Tensor take(Tensor index) => Make(Native.tz_take(Handle, index.Handle), this, index);

        public Tensor gather(long dim, Tensor index) => Make(Native.tz_gather(Handle, dim, index.Handle), this, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => Make(Native.tz_scatter(Handle, dim, index.Handle, src.Handle), this, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => Done(Native.tz_scatter_(Handle, dim, index.Handle, src.Handle), index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Make(Native.tz_scatter_add(Handle, dim, index.Handle, src.Handle), this, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Done(Native.tz_scatter_add_(Handle, dim, index.Handle, src.Handle), index, src);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Make(Native.tz_index_add(Handle, dim, index.Handle, source.Handle, alpha.Value), this, index, source);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Done(Native.tz_index_add_(Handle, dim, index.Handle, source.Handle, alpha.Value), index, source);

        public Tensor index_copy(long dim, Tensor index, Tensor source) => Make(Native.tz_index_copy(Handle, dim, index.Handle, source.Handle), this, index, source);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Done(Native.tz_index_copy_(Handle, dim, index.Handle, source.Handle), index, source);

        public Tensor index_fill(long dim, Tensor index, Scalar value) => Make(Native.tz_index_fill(Handle, dim, index.Handle, value.Value), this, index);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Done(Native.tz_index_fill_(Handle, dim, index.Handle, value.Value), index);

        public Tensor masked_fill(Tensor mask, Scalar value) => Make(Native.tz_masked_fill(Handle, mask.Handle, value.Value), this, mask);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Done(Native.tz_masked_fill_(Handle, mask.Handle, value.Value), mask);

        public Tensor masked_select(Tensor mask) => Make(Native.tz_masked_select(Handle, mask.Handle), this, mask);

        public Tensor nonzero() => Make(Native.tz_nonzero(Handle), this);

        private Tensor At(params ReadOnlySpan<long> positions)
        {
            var native = stackalloc NativeIndex[positions.Length];
            Fill(native, positions);
            return Make(Native.tz_index(Handle, native, positions.Length), this);
        }

        private void Put(Tensor value, params ReadOnlySpan<long> positions)
        {
            var native = stackalloc NativeIndex[positions.Length];
            Fill(native, positions);
            Done(Native.tz_index_put_(Handle, native, positions.Length, value.Handle), value);
        }

        private static void Fill(NativeIndex* native, TensorIndex[] indices)
        {
            for (var i = 0; i < indices.Length; i++)
                native[i] = indices[i].ToNative();
        }

        private static void Fill(NativeIndex* native, ReadOnlySpan<long> positions)
        {
            for (var i = 0; i < positions.Length; i++)
                native[i] = new NativeIndex { Kind = 1, Start = positions[i] };
        }

        private static TensorIndex[] ByTensor(Tensor[] indices) => Array.ConvertAll(indices, TensorIndex.Tensor);
    }
}
