using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    public sealed unsafe partial class Tensor
    {
        /// <summary>The sum of all elements.</summary>
        /// <exception cref="ArgumentException">
        /// <c>sum(0)</c>: the literal 0 is <see cref="ScalarType.Byte"/> to the compiler. Published versions return the sum as bytes; nobody means that, so it is an error
        /// here. Write <c>sum(0L)</c> for the first dimension.
        /// </exception>
        public Tensor sum(ScalarType? type = null) => type == ScalarType.Byte
            ? throw new ArgumentException("sum(0) asks for the element type Byte; write sum(0L) for dimension 0.", nameof(type))
            : Make(Native.tz_sum(Handle, Native.Of(type)), this);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Make(Native.tz_sum_dims(Handle, &dim, 1, keepdim, Native.Of(type)), this);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum(stackalloc[] { dim0, dim1 }, keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* p = dim)
                return Make(Native.tz_sum_dims(Handle, p, dim.Length, keepdim, Native.Of(type)), this);
        }

        public Tensor mean() => Make(Native.tz_mean(Handle, -1), this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* p = dimensions)
                return Make(Native.tz_mean_dims(Handle, p, dimensions.Length, keepdim, Native.Of(type)), this);
        }

        public Tensor var(bool unbiased = true) => Make(Native.tz_var(Handle, unbiased), this);

        public Tensor std(bool unbiased = true) => Make(Native.tz_std(Handle, unbiased), this);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Make(Native.tz_var_dims(Handle, &dim, 1, unbiased, keepdim), this), type);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Make(Native.tz_std_dims(Handle, &dim, 1, unbiased, keepdim), this), type);

        /// <summary>The p-norm of all elements.</summary>
        public Tensor norm(float p = 2.0f) => Make(Native.tz_norm(Handle, p), this);

        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => Make(Native.tz_norm_dim(Handle, dim, keepdim, p), this);

        public Tensor all() => Make(Native.tz_all(Handle), this);

        public Tensor any() => Make(Native.tz_any(Handle), this);

        public Tensor all(long dim, bool keepdim = false) => Make(Native.tz_all_dim(Handle, dim, keepdim), this);

        public Tensor any(long dim, bool keepdim = false) => Make(Native.tz_any_dim(Handle, dim, keepdim), this);

        public Tensor max() => Make(Native.tz_max(Handle), this);

        public Tensor min() => Make(Native.tz_min(Handle), this);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false)
        {
            var pair = stackalloc nint[2];
            return Pair(Native.tz_max_dim(Handle, dim, keepdim, pair), pair);
        }

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false)
        {
            var pair = stackalloc nint[2];
            return Pair(Native.tz_min_dim(Handle, dim, keepdim, pair), pair);
        }

        public Tensor amax(long[] dims, bool keepdim = false) => amax((ReadOnlySpan<long>)dims, keepdim);

        public Tensor amax(params long[] dims) => amax((ReadOnlySpan<long>)dims, false);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false)
        {
            fixed (long* p = dims)
                return Make(Native.tz_amax(Handle, p, dims.Length, keepdim), this);
        }

        public Tensor amin(long[] dims, bool keepdim = false) => amin((ReadOnlySpan<long>)dims, keepdim);

        public Tensor amin(params long[] dims) => amin((ReadOnlySpan<long>)dims, false);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false)
        {
            fixed (long* p = dims)
                return Make(Native.tz_amin(Handle, p, dims.Length, keepdim), this);
        }

        public Tensor argmax() => Make(Native.tz_argmax(Handle, Native.Absent, false), this);

        public Tensor argmax(long dim, bool keepdim = false) => Make(Native.tz_argmax(Handle, dim, keepdim), this);

        public Tensor argmin() => Make(Native.tz_argmin(Handle, Native.Absent, false), this);

        public Tensor argmin(long dim, bool keepdim = false) => Make(Native.tz_argmin(Handle, dim, keepdim), this);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true)
        {
            var pair = stackalloc nint[2];
            return Pair(Native.tz_topk(Handle, k, dim, largest, sorted, pair), pair);
        }

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false)
        {
            var pair = stackalloc nint[2];
            return Pair(Native.tz_sort(Handle, dim, descending, stable, pair), pair);
        }

        public Tensor argsort(long dim = -1, bool descending = false) => Make(Native.tz_argsort(Handle, dim, descending), this);

        public Tensor cumsum(long dim, ScalarType? type = null) => Make(Native.tz_cumsum(Handle, dim, Native.Of(type)), this);

        public Tensor cumprod(long dim, ScalarType? type = null) => Make(Native.tz_cumprod(Handle, dim, Native.Of(type)), this);

        public Tensor logsumexp(long dim, bool keepdim = false) => Make(Native.tz_logsumexp(Handle, dim, keepdim), this);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Make(Native.tz_softmax(Handle, dim, Native.Of(dtype)), this);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Make(Native.tz_log_softmax(Handle, dim, Native.Of(dtype)), this);

        public Tensor bincount(Tensor? weights, long minlength = 0) => Make(Native.tz_bincount(Handle, weights?.Handle ?? 0, minlength), this, weights);

        private (Tensor, Tensor) Pair(int status, nint* pair)
        {
            Native.Check(status);
            GC.KeepAlive(this);
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        private static Tensor Typed(Tensor tensor, ScalarType? type) => type is { } given ? tensor.to_type(given) : tensor;
    }
}
