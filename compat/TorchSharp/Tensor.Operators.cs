using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);

        public static Tensor operator +(Tensor left, int right) => Make(Native.tz_add_s(left.Handle, (long)right, NativeScalar.One), left);

        public static Tensor operator +(Tensor left, long right) => Make(Native.tz_add_s(left.Handle, right, NativeScalar.One), left);

        public static Tensor operator +(Tensor left, float right) => Make(Native.tz_add_s(left.Handle, (double)right, NativeScalar.One), left);

        public static Tensor operator +(Tensor left, double right) => Make(Native.tz_add_s(left.Handle, right, NativeScalar.One), left);

        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);

        public static Tensor operator +(int left, Tensor right) => right + left;

        public static Tensor operator +(long left, Tensor right) => right + left;

        public static Tensor operator +(float left, Tensor right) => right + left;

        public static Tensor operator +(double left, Tensor right) => right + left;

        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);

        public static Tensor operator *(Tensor left, int right) => Make(Native.tz_mul_s(left.Handle, (long)right), left);

        public static Tensor operator *(Tensor left, long right) => Make(Native.tz_mul_s(left.Handle, right), left);

        public static Tensor operator *(Tensor left, float right) => Make(Native.tz_mul_s(left.Handle, (double)right), left);

        public static Tensor operator *(Tensor left, double right) => Make(Native.tz_mul_s(left.Handle, right), left);

        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);

        public static Tensor operator *(int left, Tensor right) => right * left;

        public static Tensor operator *(long left, Tensor right) => right * left;

        public static Tensor operator *(float left, Tensor right) => right * left;

        public static Tensor operator *(double left, Tensor right) => right * left;

        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);

        public static Tensor operator -(Tensor left, int right) => Make(Native.tz_sub_s(left.Handle, (long)right, NativeScalar.One), left);

        public static Tensor operator -(Tensor left, long right) => Make(Native.tz_sub_s(left.Handle, right, NativeScalar.One), left);

        public static Tensor operator -(Tensor left, float right) => Make(Native.tz_sub_s(left.Handle, (double)right, NativeScalar.One), left);

        public static Tensor operator -(Tensor left, double right) => Make(Native.tz_sub_s(left.Handle, right, NativeScalar.One), left);

        public static Tensor operator -(Scalar left, Tensor right) => From(left.Value, right);

        public static Tensor operator -(int left, Tensor right) => From((long)left, right);

        public static Tensor operator -(long left, Tensor right) => From(left, right);

        public static Tensor operator -(float left, Tensor right) => From((double)left, right);

        public static Tensor operator -(double left, Tensor right) => From(left, right);

        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);

        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);

        public static Tensor operator /(Tensor left, int right) => Make(Native.tz_div_s(left.Handle, (long)right), left);

        public static Tensor operator /(Tensor left, long right) => Make(Native.tz_div_s(left.Handle, right), left);

        public static Tensor operator /(Tensor left, float right) => Make(Native.tz_div_s(left.Handle, (double)right), left);

        public static Tensor operator /(Tensor left, double right) => Make(Native.tz_div_s(left.Handle, right), left);

        public static Tensor operator /(Scalar left, Tensor right) => Over(left.Value, right);

        public static Tensor operator /(int left, Tensor right) => Over((long)left, right);

        public static Tensor operator /(long left, Tensor right) => Over(left, right);

        public static Tensor operator /(float left, Tensor right) => Over((double)left, right);

        public static Tensor operator /(double left, Tensor right) => Over(left, right);

        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);

        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);

        public static Tensor operator %(Tensor left, int right) => Make(Native.tz_remainder_s(left.Handle, (long)right), left);

        public static Tensor operator %(Tensor left, long right) => Make(Native.tz_remainder_s(left.Handle, right), left);

        public static Tensor operator %(Tensor left, float right) => Make(Native.tz_remainder_s(left.Handle, (double)right), left);

        public static Tensor operator %(Tensor left, double right) => Make(Native.tz_remainder_s(left.Handle, right), left);

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);

        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);

        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);

        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);

        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);

        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);

        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);

        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        public static implicit operator Tensor(byte value) => torch.tensor(value);

        public static implicit operator Tensor(sbyte value) => torch.tensor(value);

        public static implicit operator Tensor(short value) => torch.tensor(value);

        public static implicit operator Tensor(int value) => torch.tensor(value);

        public static implicit operator Tensor(long value) => torch.tensor(value);

        public static implicit operator Tensor(float value) => torch.tensor(value);

        public static implicit operator Tensor(double value) => torch.tensor(value);

        public static implicit operator Tensor(bool value) => torch.tensor(value);

        public static implicit operator Tensor(Scalar scalar) => torch.full([], scalar, scalar.Type);

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static explicit operator sbyte(Tensor value) => value.ToSByte();

        public static explicit operator byte(Tensor value) => value.ToByte();

        public static explicit operator short(Tensor value) => value.ToInt16();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        // The steps in between are freed at once: nobody else can see them.
        private static Tensor From(NativeScalar left, Tensor right)
        {
            var negative = Native.tz_neg(right.Handle);
            GC.KeepAlive(right);
            return negative != 0 ? Then(negative, Native.tz_add_s(negative, left, NativeScalar.One)) : throw Native.Error();
        }

        private static Tensor Over(NativeScalar left, Tensor right)
        {
            var reciprocal = Native.tz_reciprocal(right.Handle);
            GC.KeepAlive(right);
            return reciprocal != 0 ? Then(reciprocal, Native.tz_mul_s(reciprocal, left)) : throw Native.Error();
        }

        private static Tensor Then(nint step, nint result)
        {
            Native.tz_dispose(step);
            return Made(result);
        }
    }
}
