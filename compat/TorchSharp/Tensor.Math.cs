using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Make(Native.tz_addcmul(Handle, tensor1.Handle, tensor2.Handle, value.Value), this, tensor1, tensor2);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Done(Native.tz_addcmul_(Handle, tensor1.Handle, tensor2.Handle, value.Value), tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => addcdiv(tensor1, tensor2, 1);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Make(Native.tz_addcdiv(Handle, tensor1.Handle, tensor2.Handle, value.Value), this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => addcdiv_(tensor1, tensor2, 1);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Done(Native.tz_addcdiv_(Handle, tensor1.Handle, tensor2.Handle, value.Value), tensor1, tensor2);

        public Tensor lerp(Tensor end, Tensor weight) => Make(Native.tz_lerp(Handle, end.Handle, weight.Handle), this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Done(Native.tz_lerp_(Handle, end.Handle, weight.Handle), end, weight);

        public Tensor where(Tensor condition, Tensor y) => torch.where(condition, this, y);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Make(Native.tz_clamp(Handle, NativeScalar.Of(min), NativeScalar.Of(max)), this);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Make(Native.tz_clamp_t(Handle, min?.Handle ?? 0, max?.Handle ?? 0), this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Done(Native.tz_clamp_(Handle, NativeScalar.Of(min), NativeScalar.Of(max)));

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Done(Native.tz_clamp__t(Handle, min?.Handle ?? 0, max?.Handle ?? 0), min, max);

        public Tensor clamp_min(Scalar min) => clamp(min, (Scalar?)null);

        public Tensor clamp_min_(Scalar min) => clamp_(min, (Scalar?)null);

        public Tensor clamp_max(Scalar max) => clamp((Scalar?)null, max);

        public Tensor clamp_max_(Scalar max) => clamp_((Scalar?)null, max);

        public Tensor matmul(Tensor target) => Make(Native.tz_matmul(Handle, target.Handle), this, target);

        public Tensor mm(Tensor target) => Make(Native.tz_mm(Handle, target.Handle), this, target);

        public Tensor bmm(Tensor batch2) => Make(Native.tz_bmm(Handle, batch2.Handle), this, batch2);

        public Tensor mv(Tensor target) => Make(Native.tz_mv(Handle, target.Handle), this, target);

        public Tensor dot(Tensor target) => Make(Native.tz_dot(Handle, target.Handle), this, target);

        public Tensor outer(Tensor vec2) => Make(Native.tz_outer(Handle, vec2.Handle), this, vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Make(Native.tz_addmm(Handle, mat1.Handle, mat2.Handle, beta, alpha), this, mat1, mat2);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Done(Native.tz_addmm_(Handle, mat1.Handle, mat2.Handle, beta, alpha), mat1, mat2);

        /// <summary>True where both have the same shape and the same elements.</summary>
        public bool Equals(Tensor target) => Truth(Native.tz_equal(Handle, target.Handle), target);

        /// <summary>Element by element, as <see cref="eq(Tensor)"/>.</summary>
        public Tensor equal(Tensor target) => eq(target);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Truth(Native.tz_allclose(Handle, target.Handle, rtol, atol, equal_nan), target);

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            Make(Native.tz_isclose(Handle, other.Handle, rtol, atol, nanEqual), this, other);

        public Tensor fill_(Scalar value) => Done(Native.tz_fill_(Handle, value.Value));

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Done(Native.tz_copy_(Handle, source.Handle, nonBlocking), source);

        /// <summary>Makes this tensor refer to the storage of <paramref name="source"/>.</summary>
        public Tensor set_(Tensor source) => Done(Native.tz_set_(Handle, source.Handle), source);

        public Tensor bernoulli(Generator? generator = null) => Make(Native.tz_bernoulli(generator?.Handle ?? 0, Handle), this);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Make(Native.tz_multinomial(generator?.Handle ?? 0, Handle, num_samples, replacement), this);

        public Tensor uniform_(double from, double to, Generator? generator = null) => Done(Native.tz_uniform_(generator?.Handle ?? 0, Handle, from, to));

        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) =>
            Done(Native.tz_normal_(generator?.Handle ?? 0, Handle, mean, std));

        private bool Truth(int status, Tensor operand)
        {
            if (status < 0)
                throw Native.Error();
            GC.KeepAlive(this);
            GC.KeepAlive(operand);
            return status != 0;
        }
    }
}
