using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        public Tensor abs() => Make(Native.tz_abs(Handle), this);

        public Tensor neg() => Make(Native.tz_neg(Handle), this);

        public Tensor exp() => Make(Native.tz_exp(Handle), this);

        public Tensor log() => Make(Native.tz_log(Handle), this);

        public Tensor log1p() => Make(Native.tz_log1p(Handle), this);

        public Tensor log2() => Make(Native.tz_log2(Handle), this);

        public Tensor expm1() => Make(Native.tz_expm1(Handle), this);

        public Tensor sqrt() => Make(Native.tz_sqrt(Handle), this);

        public Tensor rsqrt() => Make(Native.tz_rsqrt(Handle), this);

        public Tensor sin() => Make(Native.tz_sin(Handle), this);

        public Tensor cos() => Make(Native.tz_cos(Handle), this);

        public Tensor tan() => Make(Native.tz_tan(Handle), this);

        public Tensor tanh() => Make(Native.tz_tanh(Handle), this);

        public Tensor sigmoid() => Make(Native.tz_sigmoid(Handle), this);

        public Tensor relu() => Make(Native.tz_relu(Handle), this);

        public Tensor silu() => Make(Native.tz_silu(Handle), this);

        public Tensor gelu() => Make(Native.tz_gelu(Handle), this);

        public Tensor sign() => Make(Native.tz_sign(Handle), this);

        public Tensor floor() => Make(Native.tz_floor(Handle), this);

        public Tensor ceil() => Make(Native.tz_ceil(Handle), this);

        public Tensor trunc() => Make(Native.tz_trunc(Handle), this);

        public Tensor reciprocal() => Make(Native.tz_reciprocal(Handle), this);

        public Tensor erf() => Make(Native.tz_erf(Handle), this);

        public Tensor isnan() => Make(Native.tz_isnan(Handle), this);

        public Tensor isinf() => Make(Native.tz_isinf(Handle), this);

        public Tensor isfinite() => Make(Native.tz_isfinite(Handle), this);

        public Tensor logical_not() => Make(Native.tz_logical_not(Handle), this);

        public Tensor bitwise_not() => Make(Native.tz_bitwise_not(Handle), this);

        public Tensor log_sigmoid() => Make(Native.tz_log_sigmoid(Handle), this);

        public Tensor trace() => Make(Native.tz_trace(Handle), this);

        public Tensor negative() => Make(Native.tz_neg(Handle), this);

        public Tensor round(long decimals = 0L) => decimals == 0 ? Make(Native.tz_round(Handle), this) : mul(Math.Pow(10, decimals)).round().div(Math.Pow(10, decimals));

        public Tensor square() => pow(2);

        public Tensor abs_() => Done(Native.tz_abs_(Handle));

        public Tensor neg_() => Done(Native.tz_neg_(Handle));

        public Tensor exp_() => Done(Native.tz_exp_(Handle));

        public Tensor log_() => Done(Native.tz_log_(Handle));

        public Tensor sqrt_() => Done(Native.tz_sqrt_(Handle));

        public Tensor rsqrt_() => Done(Native.tz_rsqrt_(Handle));

        public Tensor tanh_() => Done(Native.tz_tanh_(Handle));

        public Tensor sigmoid_() => Done(Native.tz_sigmoid_(Handle));

        public Tensor relu_() => Done(Native.tz_relu_(Handle));

        public Tensor silu_() => Done(Native.tz_silu_(Handle));

        public Tensor reciprocal_() => Done(Native.tz_reciprocal_(Handle));

        public Tensor floor_() => Done(Native.tz_floor_(Handle));

        public Tensor ceil_() => Done(Native.tz_ceil_(Handle));

        public Tensor sin_() => Done(Native.tz_sin_(Handle));

        public Tensor cos_() => Done(Native.tz_cos_(Handle));

        public Tensor zero_() => Done(Native.tz_zero_(Handle));

        public Tensor logical_not_() => Done(Native.tz_logical_not_(Handle));
    }
}
