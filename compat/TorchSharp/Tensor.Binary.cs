using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>What division does with a fraction: keep it, cut it off, or round down.</summary>
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    public sealed partial class Tensor
    {
        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public Tensor add(Tensor target) => Make(Native.tz_add(Handle, target.Handle, NativeScalar.One), this, target);

        public Tensor add(Tensor target, Scalar alpha) => Make(Native.tz_add(Handle, target.Handle, alpha.Value), this, target);

        public Tensor add(Scalar scalar) => Make(Native.tz_add_s(Handle, scalar.Value, NativeScalar.One), this);

        public Tensor add(Scalar scalar, Scalar alpha) => Make(Native.tz_add_s(Handle, scalar.Value, alpha.Value), this);

        public Tensor add_(Tensor target) => Done(Native.tz_add_(Handle, target.Handle, NativeScalar.One), target);

        public Tensor add_(Tensor target, Scalar alpha) => Done(Native.tz_add_(Handle, target.Handle, alpha.Value), target);

        public Tensor add_(Scalar scalar) => Done(Native.tz_add__s(Handle, scalar.Value, NativeScalar.One));

        public Tensor add_(Scalar scalar, Scalar alpha) => Done(Native.tz_add__s(Handle, scalar.Value, alpha.Value));

        public Tensor sub(Tensor target) => Make(Native.tz_sub(Handle, target.Handle, NativeScalar.One), this, target);

        public Tensor sub(Scalar target) => Make(Native.tz_sub_s(Handle, target.Value, NativeScalar.One), this);

        public Tensor sub_(Tensor target) => Done(Native.tz_sub_(Handle, target.Handle, NativeScalar.One), target);

        public Tensor sub_(Scalar target) => Done(Native.tz_sub__s(Handle, target.Value, NativeScalar.One));

        public Tensor mul(Tensor target) => Make(Native.tz_mul(Handle, target.Handle), this, target);

        public Tensor mul(Scalar target) => Make(Native.tz_mul_s(Handle, target.Value), this);

        public Tensor mul_(Tensor target) => Done(Native.tz_mul_(Handle, target.Handle), target);

        public Tensor mul_(Scalar target) => Done(Native.tz_mul__s(Handle, target.Value));

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None
            ? Make(Native.tz_div(Handle, target.Handle), this, target)
            : Make(Native.tz_div_mode(Handle, target.Handle, rounding_mode == RoundingMode.floor), this, target);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None
            ? Make(Native.tz_div_s(Handle, target.Value), this)
            : Make(Native.tz_div_mode_s(Handle, target.Value, rounding_mode == RoundingMode.floor), this);

        public Tensor div_(Tensor target) => Done(Native.tz_div_(Handle, target.Handle), target);

        public Tensor div_(Scalar target) => Done(Native.tz_div__s(Handle, target.Value));

        public Tensor pow(Tensor exponent) => Make(Native.tz_pow(Handle, exponent.Handle), this, exponent);

        public Tensor pow(Scalar exponent) => Make(Native.tz_pow_s(Handle, exponent.Value), this);

        public Tensor pow_(Tensor exponent) => Done(Native.tz_pow_(Handle, exponent.Handle), exponent);

        public Tensor pow_(Scalar exponent) => Done(Native.tz_pow__s(Handle, exponent.Value));

        public Tensor remainder(Tensor target) => Make(Native.tz_remainder(Handle, target.Handle), this, target);

        public Tensor remainder(Scalar scalar) => Make(Native.tz_remainder_s(Handle, scalar.Value), this);

        public Tensor remainder_(Tensor target) => Done(Native.tz_remainder_(Handle, target.Handle), target);

        public Tensor remainder_(Scalar scalar) => Done(Native.tz_remainder__s(Handle, scalar.Value));

        public Tensor fmod(Tensor target) => Make(Native.tz_fmod(Handle, target.Handle), this, target);

        public Tensor fmod(Scalar scalar) => Make(Native.tz_fmod_s(Handle, scalar.Value), this);

        public Tensor fmod_(Tensor target) => Done(Native.tz_fmod_(Handle, target.Handle), target);

        public Tensor fmod_(Scalar scalar) => Done(Native.tz_fmod__s(Handle, scalar.Value));

        public Tensor floor_divide(Tensor other) => Make(Native.tz_floor_divide(Handle, other.Handle), this, other);

        public Tensor floor_divide(Scalar other) => Make(Native.tz_floor_divide_s(Handle, other.Value), this);

        public Tensor floor_divide_(Tensor other) => Done(Native.tz_floor_divide_(Handle, other.Handle), other);

        public Tensor floor_divide_(Scalar other) => Done(Native.tz_floor_divide__s(Handle, other.Value));

        public Tensor eq(Tensor target) => Make(Native.tz_eq(Handle, target.Handle), this, target);

        public Tensor eq(Scalar target) => Make(Native.tz_eq_s(Handle, target.Value), this);

        public Tensor eq_(Tensor target) => Done(Native.tz_eq_(Handle, target.Handle), target);

        public Tensor eq_(Scalar target) => Done(Native.tz_eq__s(Handle, target.Value));

        public Tensor ne(Tensor target) => Make(Native.tz_ne(Handle, target.Handle), this, target);

        public Tensor ne(Scalar target) => Make(Native.tz_ne_s(Handle, target.Value), this);

        public Tensor ne_(Tensor target) => Done(Native.tz_ne_(Handle, target.Handle), target);

        public Tensor ne_(Scalar target) => Done(Native.tz_ne__s(Handle, target.Value));

        public Tensor lt(Tensor target) => Make(Native.tz_lt(Handle, target.Handle), this, target);

        public Tensor lt(Scalar target) => Make(Native.tz_lt_s(Handle, target.Value), this);

        public Tensor lt_(Tensor target) => Done(Native.tz_lt_(Handle, target.Handle), target);

        public Tensor lt_(Scalar target) => Done(Native.tz_lt__s(Handle, target.Value));

        public Tensor le(Tensor target) => Make(Native.tz_le(Handle, target.Handle), this, target);

        public Tensor le(Scalar target) => Make(Native.tz_le_s(Handle, target.Value), this);

        public Tensor le_(Tensor target) => Done(Native.tz_le_(Handle, target.Handle), target);

        public Tensor le_(Scalar target) => Done(Native.tz_le__s(Handle, target.Value));

        public Tensor gt(Tensor target) => Make(Native.tz_gt(Handle, target.Handle), this, target);

        public Tensor gt(Scalar target) => Make(Native.tz_gt_s(Handle, target.Value), this);

        public Tensor gt_(Tensor target) => Done(Native.tz_gt_(Handle, target.Handle), target);

        public Tensor gt_(Scalar target) => Done(Native.tz_gt__s(Handle, target.Value));

        public Tensor ge(Tensor target) => Make(Native.tz_ge(Handle, target.Handle), this, target);

        public Tensor ge(Scalar target) => Make(Native.tz_ge_s(Handle, target.Value), this);

        public Tensor ge_(Tensor target) => Done(Native.tz_ge_(Handle, target.Handle), target);

        public Tensor ge_(Scalar target) => Done(Native.tz_ge__s(Handle, target.Value));

        public Tensor maximum(Tensor other) => Make(Native.tz_maximum(Handle, other.Handle), this, other);

        public Tensor minimum(Tensor other) => Make(Native.tz_minimum(Handle, other.Handle), this, other);

        public Tensor logical_and(Tensor other) => Make(Native.tz_logical_and(Handle, other.Handle), this, other);

        public Tensor logical_or(Tensor other) => Make(Native.tz_logical_or(Handle, other.Handle), this, other);

        public Tensor logical_xor(Tensor other) => Make(Native.tz_logical_xor(Handle, other.Handle), this, other);

        public Tensor bitwise_and(Tensor other) => Make(Native.tz_bitwise_and(Handle, other.Handle), this, other);

        public Tensor bitwise_or(Tensor other) => Make(Native.tz_bitwise_or(Handle, other.Handle), this, other);

        public Tensor bitwise_xor(Tensor other) => Make(Native.tz_bitwise_xor(Handle, other.Handle), this, other);

        public Tensor logaddexp(Tensor other) => Make(Native.tz_logaddexp(Handle, other.Handle), this, other);

        public Tensor logical_and_(Tensor other) => Done(Native.tz_logical_and_(Handle, other.Handle), other);

        public Tensor logical_or_(Tensor other) => Done(Native.tz_logical_or_(Handle, other.Handle), other);

        public Tensor logical_xor_(Tensor other) => Done(Native.tz_logical_xor_(Handle, other.Handle), other);
    }
}
