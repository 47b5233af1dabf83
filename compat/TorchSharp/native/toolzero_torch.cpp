// The C ABI between compat/TorchSharp (C#) and LibTorch: one function per operation, no computation of its own.
// Conventions: a tensor is an at::Tensor* that the caller owns (tz_dispose frees it); a function that makes a tensor returns null on an error, any other
// function a non-zero status; the message of the last error waits in tz_error() of the same thread. Families of equal shape are written as macros.
// Compiles against LibTorch 1.13 up to 2.x: only ATen and the autograd entry points are used.
#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/TensorIndexing.h>
#include <c10/core/GradMode.h>
#include <dlfcn.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#define API extern "C" __attribute__((visibility("default")))

namespace {

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
template <class V> using Maybe = std::optional<V>;
#else
template <class V> using Maybe = c10::optional<V>;
#endif

#if TORCH_VERSION_MAJOR >= 2
using Bound = c10::SymInt;
#else
using Bound = int64_t;
#endif

using T = at::Tensor*;
using i64 = int64_t;

thread_local std::string error;
thread_local std::vector<at::Tensor> results;

// A .NET scalar: kind 0 integer, 1 floating, 2 bool, -1 absent; floating values travel as bits so that the struct stays in integer registers.
struct Scalar {
    i64 bits;
    int32_t kind;
};

at::Scalar value(Scalar s) {
    if (s.kind == 0) return at::Scalar(s.bits);
    if (s.kind == 2) return at::Scalar(s.bits != 0);
    double d;
    std::memcpy(&d, &s.bits, sizeof d);
    return at::Scalar(d);
}

Maybe<at::Scalar> maybe(Scalar s) {
    Maybe<at::Scalar> r;
    if (s.kind >= 0) r = value(s);
    return r;
}

Maybe<at::ScalarType> dtype(int32_t d) {
    Maybe<at::ScalarType> r;
    if (d >= 0) r = static_cast<at::ScalarType>(d);
    return r;
}

// long.MinValue stands for "not given".
template <class V = i64> Maybe<V> given(i64 v) {
    Maybe<V> r;
    if (v != std::numeric_limits<i64>::min()) r = V(v);
    return r;
}

Maybe<at::Tensor> maybe(T t) {
    Maybe<at::Tensor> r;
    if (t) r = *t;
    return r;
}

Maybe<at::Generator> maybe(at::Generator* g) {
    Maybe<at::Generator> r;
    if (g) r = *g;
    return r;
}

// LibTorch wraps a scalar operand as a double and converts it to the tensor's type in an operation of its own, which costs more than the operation it serves. For the
// common case (float or double on the CPU) the operand is made in the tensor's type at once and the last few are kept: the result is the same, bit for bit.
bool quick(T a, Scalar s, double& v) {
    if (s.kind > 1 || !a->is_cpu()) return false;
    auto type = a->scalar_type();
    if (type != at::kFloat && type != at::kDouble) return false;
    if (s.kind == 1) std::memcpy(&v, &s.bits, sizeof v);
    else v = static_cast<double>(s.bits);
    return type == at::kDouble || !(std::abs(v) > std::numeric_limits<float>::max()) || std::isinf(v);
}

const at::Tensor& operand(T a, double v) {
    struct Kept { i64 bits; at::ScalarType type; at::Tensor tensor; };
    static thread_local Kept kept[32];
    i64 bits;
    std::memcpy(&bits, &v, sizeof bits);
    auto type = a->scalar_type();
    auto& slot = kept[(static_cast<uint64_t>(bits) * 0x9E3779B97F4A7C15ull >> 58) / 2];
    if (!slot.tensor.defined() || slot.bits != bits || slot.type != type) slot = {bits, type, at::scalar_tensor(v, type)};
    return slot.tensor;
}

at::IntArrayRef dims(const i64* p, int32_t n) { return at::IntArrayRef(p, static_cast<size_t>(n)); }

at::Device device(int32_t type, int32_t index) {
    return at::Device(static_cast<at::DeviceType>(type), static_cast<at::DeviceIndex>(index));
}

at::TensorOptions options(int32_t d, int32_t type, int32_t index) {
    return at::TensorOptions().dtype(static_cast<at::ScalarType>(d)).device(device(type, index));
}

std::vector<at::Tensor> list(const T* p, int32_t n) {
    std::vector<at::Tensor> r;
    r.reserve(n);
    for (int32_t i = 0; i < n; i++) r.push_back(p[i] ? *p[i] : at::Tensor());
    return r;
}

template <class F> auto guarded(F&& f, decltype(f()) failure) noexcept -> decltype(f()) {
    try {
        return f();
    } catch (const c10::Error& e) {
        error = e.what_without_backtrace();
    } catch (const std::exception& e) {
        error = e.what();
    } catch (...) {
        error = "an unknown native exception";
    }
    return failure;
}

template <class F> T make(F&& f) noexcept {
    return guarded([&]() -> T { return new at::Tensor(f()); }, nullptr);
}

template <class F> int32_t run(F&& f) noexcept {
    return guarded([&]() -> int32_t { f(); return 0; }, 1);
}

template <class F> int32_t pair(T* out, F&& f) noexcept {
    return run([&] {
        auto r = f();
        out[0] = new at::Tensor(std::get<0>(r));
        out[1] = new at::Tensor(std::get<1>(r));
    });
}

// Leaves a list of tensors in `results` for tz_results to hand over; its length, or -1.
template <class F> int32_t many(F&& f) noexcept {
    return guarded([&]() -> int32_t { results = f(); return static_cast<int32_t>(results.size()); }, -1);
}

}  // namespace

// ---- the tensor itself -------------------------------------------------------------------------------------------------------------------------
API const char* tz_error() { return error.c_str(); }
API const char* tz_version() { return TORCH_VERSION; }
API void tz_dispose(T a) { delete a; }
API void tz_results(T* out) {
    for (size_t i = 0; i < results.size(); i++) out[i] = results[i].defined() ? new at::Tensor(std::move(results[i])) : nullptr;
    results.clear();
}
API i64 tz_dim(T a) { return a->dim(); }
API i64 tz_numel(T a) { return a->numel(); }
API i64 tz_element_size(T a) { return static_cast<i64>(a->element_size()); }
API int32_t tz_dtype(T a) { return static_cast<int32_t>(a->scalar_type()); }
API int32_t tz_device_type(T a) { return static_cast<int32_t>(a->device().type()); }
API int32_t tz_device_index(T a) { return static_cast<int32_t>(a->device().index()); }
API void tz_sizes(T a, i64* out) { auto s = a->sizes(); std::copy(s.begin(), s.end(), out); }
API void tz_strides(T a, i64* out) { auto s = a->strides(); std::copy(s.begin(), s.end(), out); }
API i64 tz_storage_offset(T a) { return a->storage_offset(); }
API void* tz_data(T a) { return guarded([&]() -> void* { return a->data_ptr(); }, nullptr); }
API int8_t tz_is_contiguous(T a) { return a->is_contiguous(); }
API int8_t tz_requires_grad(T a) { return a->requires_grad(); }
API int8_t tz_is_leaf(T a) { return a->is_leaf(); }
API i64 tz_size(T a, i64 dim) { return guarded([&]() -> i64 { return a->size(dim); }, -1); }
API int32_t tz_set_requires_grad(T a, int8_t on) { return run([&] { a->set_requires_grad(on); }); }
API int8_t tz_has_grad(T a) { return a->grad().defined(); }
API T tz_grad(T a) { return make([&] { return a->grad(); }); }
API int32_t tz_set_grad(T a, T g) { return run([&] { a->mutable_grad() = g ? *g : at::Tensor(); }); }
API int32_t tz_retain_grad(T a) { return run([&] { a->retain_grad(); }); }
API int32_t tz_item(T a, i64* integer, double* floating) {
    return guarded([&]() -> int32_t {
        at::Scalar s = a->item();
        if (s.isFloatingPoint()) { *floating = s.toDouble(); return 1; }
        *integer = s.isBoolean() ? s.toBool() : s.toLong();
        return s.isBoolean() ? 2 : 0;
    }, -1);
}

// ---- threads, devices, randomness, gradient modes ----------------------------------------------------------------------------------------------
API int32_t tz_get_num_threads() { return at::get_num_threads(); }
API int32_t tz_set_num_threads(int32_t n) {
    return run([&] {
        at::set_num_threads(n);
        // OpenBLAS has a pool of its own that LibTorch does not steer; the two pools fighting for cores makes small products several times slower.
        static auto blas = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
        if (blas) blas(n);
    });
}
API int32_t tz_get_num_interop_threads() { return at::get_num_interop_threads(); }
API int32_t tz_set_num_interop_threads(int32_t n) { return run([&] { at::set_num_interop_threads(n); }); }
API int8_t tz_cuda_is_available() { return guarded([&]() -> int8_t { return torch::cuda::is_available(); }, 0); }
API int32_t tz_cuda_device_count() { return guarded([&]() -> int32_t { return static_cast<int32_t>(torch::cuda::device_count()); }, 0); }
API int32_t tz_cuda_synchronize(i64 index) { return run([&] { torch::cuda::synchronize(index); }); }
API int32_t tz_manual_seed(i64 seed) { return run([&] { at::manual_seed(static_cast<uint64_t>(seed)); }); }
API at::Generator* tz_generator(i64 seed) {
    return guarded([&]() -> at::Generator* { return new at::Generator(at::detail::createCPUGenerator(static_cast<uint64_t>(seed))); }, nullptr);
}
API int32_t tz_generator_seed(at::Generator* g, i64 seed) { return run([&] { g->set_current_seed(static_cast<uint64_t>(seed)); }); }
API void tz_generator_dispose(at::Generator* g) { delete g; }
API int8_t tz_grad_enabled() { return c10::GradMode::is_enabled(); }
API void tz_set_grad_enabled(int8_t on) { c10::GradMode::set_enabled(on); }

// ---- making tensors ----------------------------------------------------------------------------------------------------------------------------
#define FACTORY(name) \
    API T tz_##name(const i64* s, int32_t n, int32_t d, int32_t type, int32_t index) { \
        return make([&] { return at::name(dims(s, n), options(d, type, index)); }); \
    }
FACTORY(zeros) FACTORY(ones) FACTORY(empty)

#define RANDOM_FACTORY(name) \
    API T tz_##name(at::Generator* g, const i64* s, int32_t n, int32_t d, int32_t type, int32_t index) { \
        return make([&] { return at::name(dims(s, n), maybe(g), options(d, type, index)); }); \
    }
RANDOM_FACTORY(rand) RANDOM_FACTORY(randn)

API T tz_randint(at::Generator* g, i64 low, i64 high, const i64* s, int32_t n, int32_t d, int32_t type, int32_t index) {
    return make([&] { return at::randint(low, high, dims(s, n), maybe(g), options(d, type, index)); });
}
API T tz_randperm(at::Generator* g, i64 n, int32_t d, int32_t type, int32_t index) {
    return make([&] { return at::randperm(n, maybe(g), options(d, type, index)); });
}
API T tz_full(const i64* s, int32_t n, Scalar v, int32_t d, int32_t type, int32_t index) {
    return make([&] { return at::full(dims(s, n), value(v), options(d, type, index)); });
}
API T tz_arange(Scalar from, Scalar to, Scalar step, int32_t d, int32_t type, int32_t index) {
    return make([&] { return at::arange(value(from), value(to), value(step), options(d, type, index)); });
}
API T tz_linspace(double from, double to, i64 steps, int32_t d, int32_t type, int32_t index) {
    return make([&] { return at::linspace(from, to, steps, options(d, type, index)); });
}
API T tz_eye(i64 rows, i64 columns, int32_t d, int32_t type, int32_t index) {
    return make([&] { return at::eye(rows, columns, options(d, type, index)); });
}
API T tz_from_data(const void* data, int32_t source, const i64* s, int32_t n, int32_t d, int32_t type, int32_t index) {
    return make([&] {
        at::Tensor t = at::empty(dims(s, n), options(source, 0, -1));
        std::memcpy(t.data_ptr(), data, t.nbytes());
        return source == d && type == 0 ? t : t.to(options(d, type, index));
    });
}
#define LIKE(name) \
    API T tz_##name(T a, int32_t d, int32_t type, int32_t index) { \
        return make([&] { return at::name(*a, at::TensorOptions().dtype(static_cast<at::ScalarType>(d)).device(device(type, index))); }); \
    }
LIKE(zeros_like) LIKE(ones_like) LIKE(empty_like) LIKE(rand_like) LIKE(randn_like)

// ---- one tensor in, one out --------------------------------------------------------------------------------------------------------------------
#define UNARY(name) API T tz_##name(T a) { return make([&] { return at::name(*a); }); }
#define UNARY_(name) API int32_t tz_##name(T a) { return run([&] { at::name(*a); }); }
#define METHOD(name) API T tz_##name(T a) { return make([&] { return a->name(); }); }
#define METHOD_(name) API int32_t tz_##name(T a) { return run([&] { a->name(); }); }
UNARY(abs) UNARY(neg) UNARY(exp) UNARY(log) UNARY(log1p) UNARY(log2) UNARY(expm1) UNARY(sqrt) UNARY(rsqrt) UNARY(sin) UNARY(cos) UNARY(tan)
UNARY(tanh) UNARY(sigmoid) UNARY(relu) UNARY(silu) UNARY(gelu) UNARY(sign) UNARY(floor) UNARY(ceil) UNARY(round) UNARY(trunc) UNARY(reciprocal)
UNARY(erf) UNARY(isnan) UNARY(isinf) UNARY(isfinite) UNARY(logical_not) UNARY(bitwise_not) UNARY(nonzero) UNARY(clone) UNARY(alias) UNARY(t)
UNARY(log_sigmoid) UNARY(trace)
UNARY_(abs_) UNARY_(neg_) UNARY_(exp_) UNARY_(log_) UNARY_(sqrt_) UNARY_(rsqrt_) UNARY_(tanh_) UNARY_(sigmoid_) UNARY_(relu_) UNARY_(silu_)
UNARY_(reciprocal_) UNARY_(floor_) UNARY_(ceil_) UNARY_(round_) UNARY_(zero_) UNARY_(sin_) UNARY_(cos_)
METHOD_(logical_not_)
METHOD(contiguous) METHOD(detach) METHOD(all) METHOD(any) METHOD(max) METHOD(min) METHOD(squeeze)

// ---- two tensors, or a tensor and a scalar -----------------------------------------------------------------------------------------------------
#define BINARY(name) API T tz_##name(T a, T b) { return make([&] { return a->name(*b); }); }
#define BINARY_(name) API int32_t tz_##name(T a, T b) { return run([&] { a->name(*b); }); }
#define WITH_SCALAR(name) API T tz_##name##_s(T a, Scalar b) { return make([&] { return a->name(value(b)); }); }
#define WITH_SCALAR_(name) API int32_t tz_##name##_s(T a, Scalar b) { return run([&] { a->name(value(b)); }); }
#define QUICK_SCALAR(name) \
    API T tz_##name##_s(T a, Scalar b) { \
        return make([&] { double v; return quick(a, b, v) ? a->name(operand(a, v)) : a->name(value(b)); }); \
    } \
    API int32_t tz_##name##__s(T a, Scalar b) { \
        return run([&] { double v; if (quick(a, b, v)) a->name##_(operand(a, v)); else a->name##_(value(b)); }); \
    }
#define QUICK(name) BINARY(name) BINARY_(name##_) QUICK_SCALAR(name)
#define BOTH(name) BINARY(name) WITH_SCALAR(name) BINARY_(name##_) WITH_SCALAR_(name##_)
#define WITH_ALPHA(name) \
    API T tz_##name(T a, T b, Scalar alpha) { return make([&] { return a->name(*b, value(alpha)); }); } \
    API T tz_##name##_s(T a, Scalar b, Scalar alpha) { \
        return make([&] { double v; return quick(a, b, v) ? a->name(operand(a, v), value(alpha)) : a->name(value(b), value(alpha)); }); \
    } \
    API int32_t tz_##name##_(T a, T b, Scalar alpha) { return run([&] { a->name##_(*b, value(alpha)); }); } \
    API int32_t tz_##name##__s(T a, Scalar b, Scalar alpha) { \
        return run([&] { double v; if (quick(a, b, v)) a->name##_(operand(a, v), value(alpha)); else a->name##_(value(b), value(alpha)); }); \
    }
WITH_ALPHA(add) WITH_ALPHA(sub)
QUICK(mul) QUICK(div) QUICK(eq) QUICK(ne) QUICK(lt) QUICK(le) QUICK(gt) QUICK(ge)
BOTH(pow) BOTH(remainder) BOTH(fmod) BOTH(floor_divide)
BINARY(maximum) BINARY(minimum) BINARY(matmul) BINARY(mm) BINARY(bmm) BINARY(mv) BINARY(dot) BINARY(outer) BINARY(logical_and) BINARY(logical_or)
BINARY(logical_xor) BINARY(bitwise_and) BINARY(bitwise_or) BINARY(bitwise_xor) BINARY(logaddexp) BINARY(expand_as) BINARY(view_as)
BINARY(masked_select) BINARY(take)
BINARY_(logical_and_) BINARY_(logical_or_) BINARY_(logical_xor_)
API T tz_div_mode(T a, T b, int8_t floor) { return make([&] { return a->div(*b, floor ? "floor" : "trunc"); }); }
API T tz_div_mode_s(T a, Scalar b, int8_t floor) { return make([&] { return a->div(value(b), floor ? "floor" : "trunc"); }); }
API int32_t tz_copy_(T a, T b, int8_t non_blocking) { return run([&] { a->copy_(*b, non_blocking); }); }
API int32_t tz_set_(T a, T b) { return run([&] { a->set_(*b); }); }
API int32_t tz_fill_(T a, Scalar v) { return run([&] { a->fill_(value(v)); }); }
API int32_t tz_equal(T a, T b) { return guarded([&]() -> int32_t { return at::equal(*a, *b); }, -1); }
API int32_t tz_allclose(T a, T b, double r, double t, int8_t nan) { return guarded([&]() -> int32_t { return at::allclose(*a, *b, r, t, nan); }, -1); }
API T tz_isclose(T a, T b, double r, double t, int8_t nan) { return make([&] { return at::isclose(*a, *b, r, t, nan); }); }

#define POINTWISE3(name) \
    API T tz_##name(T a, T b, T c, Scalar v) { return make([&] { return a->name(*b, *c, value(v)); }); } \
    API int32_t tz_##name##_(T a, T b, T c, Scalar v) { return run([&] { a->name##_(*b, *c, value(v)); }); }
POINTWISE3(addcmul) POINTWISE3(addcdiv)
API T tz_lerp(T a, T end, T weight) { return make([&] { return a->lerp(*end, *weight); }); }
API int32_t tz_lerp_(T a, T end, T weight) { return run([&] { a->lerp_(*end, *weight); }); }
API T tz_where(T c, T x, T y) { return make([&] { return at::where(*c, *x, *y); }); }
API T tz_clamp(T a, Scalar lo, Scalar hi) { return make([&] { return at::clamp(*a, maybe(lo), maybe(hi)); }); }
API T tz_clamp_t(T a, T lo, T hi) { return make([&] { return at::clamp(*a, maybe(lo), maybe(hi)); }); }
API int32_t tz_clamp_(T a, Scalar lo, Scalar hi) { return run([&] { at::clamp_(*a, maybe(lo), maybe(hi)); }); }
API int32_t tz_clamp__t(T a, T lo, T hi) { return run([&] { at::clamp_(*a, maybe(lo), maybe(hi)); }); }
API T tz_addmm(T a, T b, T c, double beta, double alpha) { return make([&] { return at::addmm(*a, *b, *c, beta, alpha); }); }
API int32_t tz_addmm_(T a, T b, T c, double beta, double alpha) { return run([&] { a->addmm_(*b, *c, beta, alpha); }); }
API T tz_linear(T a, T weight, T bias) { return make([&] { return at::linear(*a, *weight, maybe(bias)); }); }
API T tz_layer_norm(T a, const i64* s, int32_t n, T weight, T bias, double eps) {
    return make([&] { return at::layer_norm(*a, dims(s, n), maybe(weight), maybe(bias), eps); });
}
API T tz_dropout(T a, double p, int8_t train) { return make([&] { return at::dropout(*a, p, train); }); }
API T tz_one_hot(T a, i64 classes) { return make([&] { return at::one_hot(*a, classes); }); }
API T tz_cross_entropy(T a, T target, T weight, i64 reduction, i64 ignore, double smoothing) {
    return make([&] { return at::cross_entropy_loss(*a, *target, maybe(weight), reduction, ignore, smoothing); });
}
API T tz_nll_loss(T a, T target, T weight, i64 reduction, i64 ignore) {
    return make([&] { return at::nll_loss_nd(*a, *target, maybe(weight), reduction, ignore); });
}
API T tz_mse_loss(T a, T target, i64 reduction) { return make([&] { return at::mse_loss(*a, *target, reduction); }); }

// ---- reductions, orders, scans -----------------------------------------------------------------------------------------------------------------
API T tz_sum(T a, int32_t d) { return make([&] { return a->sum(dtype(d)); }); }
API T tz_sum_dims(T a, const i64* s, int32_t n, int8_t keep, int32_t d) { return make([&] { return a->sum(dims(s, n), keep, dtype(d)); }); }
API T tz_mean(T a, int32_t d) { return make([&] { return a->mean(dtype(d)); }); }
API T tz_mean_dims(T a, const i64* s, int32_t n, int8_t keep, int32_t d) { return make([&] { return a->mean(dims(s, n), keep, dtype(d)); }); }
API T tz_var(T a, int8_t unbiased) { return make([&] { return a->var(static_cast<bool>(unbiased)); }); }
API T tz_std(T a, int8_t unbiased) { return make([&] { return a->std(static_cast<bool>(unbiased)); }); }
API T tz_var_dims(T a, const i64* s, int32_t n, int8_t unbiased, int8_t keep) {
    return make([&] { return a->var(dims(s, n), static_cast<bool>(unbiased), static_cast<bool>(keep)); });
}
API T tz_std_dims(T a, const i64* s, int32_t n, int8_t unbiased, int8_t keep) {
    return make([&] { return a->std(dims(s, n), static_cast<bool>(unbiased), static_cast<bool>(keep)); });
}
API T tz_norm(T a, double p) { return make([&] { return at::norm(*a, at::Scalar(p)); }); }
API T tz_norm_dim(T a, i64 dim, int8_t keep, double p) { return make([&] { return at::norm(*a, at::Scalar(p), at::IntArrayRef(dim), keep); }); }
#define DIM(name) API T tz_##name##_dim(T a, i64 dim, int8_t keep) { return make([&] { return a->name(dim, keep); }); }
DIM(all) DIM(any)
#define ARG(name) API T tz_##name(T a, i64 dim, int8_t keep) { return make([&] { return a->name(given(dim), keep); }); }
ARG(argmax) ARG(argmin)
#define EXTREME(name) API int32_t tz_##name##_dim(T a, i64 dim, int8_t keep, T* out) { return pair(out, [&] { return a->name(dim, static_cast<bool>(keep)); }); }
EXTREME(max) EXTREME(min)
#define EXTREMES(name) API T tz_##name(T a, const i64* s, int32_t n, int8_t keep) { return make([&] { return a->name(dims(s, n), keep); }); }
EXTREMES(amax) EXTREMES(amin)
API T tz_logsumexp(T a, i64 dim, int8_t keep) { return make([&] { return a->logsumexp(at::IntArrayRef(dim), keep); }); }
API T tz_softmax(T a, i64 dim, int32_t d) { return make([&] { return a->softmax(dim, dtype(d)); }); }
API T tz_log_softmax(T a, i64 dim, int32_t d) { return make([&] { return a->log_softmax(dim, dtype(d)); }); }
API T tz_cumsum(T a, i64 dim, int32_t d) { return make([&] { return a->cumsum(dim, dtype(d)); }); }
API T tz_cumprod(T a, i64 dim, int32_t d) { return make([&] { return a->cumprod(dim, dtype(d)); }); }
API int32_t tz_topk(T a, i64 k, i64 dim, int8_t largest, int8_t sorted, T* out) { return pair(out, [&] { return a->topk(k, dim, largest, sorted); }); }
API int32_t tz_sort(T a, i64 dim, int8_t descending, int8_t stable, T* out) {
    return pair(out, [&] { return stable ? a->sort(Maybe<bool>(true), dim, static_cast<bool>(descending)) : a->sort(dim, static_cast<bool>(descending)); });
}
API T tz_argsort(T a, i64 dim, int8_t descending) { return make([&] { return a->argsort(dim, static_cast<bool>(descending)); }); }
API T tz_searchsorted(T sorted, T values, int8_t int32, int8_t right) { return make([&] { return at::searchsorted(*sorted, *values, int32, right); }); }
API T tz_bincount(T a, T weights, i64 least) { return make([&] { return a->bincount(maybe(weights), least); }); }
API T tz_multinomial(at::Generator* g, T a, i64 n, int8_t replacement) { return make([&] { return a->multinomial(n, replacement, maybe(g)); }); }
API T tz_bernoulli(at::Generator* g, T a) { return make([&] { return a->bernoulli(maybe(g)); }); }
API int32_t tz_uniform_(at::Generator* g, T a, double from, double to) { return run([&] { a->uniform_(from, to, maybe(g)); }); }
API int32_t tz_normal_(at::Generator* g, T a, double mean, double std) { return run([&] { a->normal_(mean, std, maybe(g)); }); }
API T tz_einsum(const char* equation, const T* p, int32_t n) { return make([&] { return at::einsum(equation, list(p, n)); }); }

// ---- shapes ------------------------------------------------------------------------------------------------------------------------------------
#define SHAPED(name) API T tz_##name(T a, const i64* s, int32_t n) { return make([&] { return a->name(dims(s, n)); }); }
SHAPED(reshape) SHAPED(view) SHAPED(permute) SHAPED(repeat) SHAPED(flip)
API T tz_expand(T a, const i64* s, int32_t n, int8_t implicit) { return make([&] { return a->expand(dims(s, n), implicit); }); }
API T tz_transpose(T a, i64 x, i64 y) { return make([&] { return a->transpose(x, y); }); }
API T tz_unsqueeze(T a, i64 dim) { return make([&] { return a->unsqueeze(dim); }); }
API int32_t tz_unsqueeze_(T a, i64 dim) { return run([&] { a->unsqueeze_(dim); }); }
API T tz_squeeze_dim(T a, i64 dim) { return make([&] { return a->squeeze(dim); }); }
API T tz_flatten(T a, i64 from, i64 to) { return make([&] { return a->flatten(from, to); }); }
API T tz_unflatten(T a, i64 dim, const i64* s, int32_t n) {
    return make([&] {
        auto shape = a->sizes().vec();
        i64 at = dim < 0 ? dim + a->dim() : dim;
        TORCH_CHECK(at >= 0 && at < a->dim(), "unflatten: dimension ", dim, " is out of range for ", a->dim(), " dimensions");
        shape.erase(shape.begin() + at);
        shape.insert(shape.begin() + at, s, s + n);
        return a->view(shape);
    });
}
API T tz_narrow(T a, i64 dim, i64 from, i64 length) { return make([&] { return a->narrow(dim, from, length); }); }
API T tz_slice(T a, i64 dim, i64 from, i64 to, i64 step) { return make([&] { return a->slice(dim, from, to, step); }); }
API T tz_select(T a, i64 dim, i64 at) { return make([&] { return a->select(dim, at); }); }
API T tz_roll(T a, const i64* s, int32_t n, const i64* d, int32_t m) { return make([&] { return a->roll(dims(s, n), dims(d, m)); }); }
API T tz_tril(T a, i64 diagonal) { return make([&] { return a->tril(diagonal); }); }
API T tz_triu(T a, i64 diagonal) { return make([&] { return a->triu(diagonal); }); }
API T tz_diag(T a, i64 diagonal) { return make([&] { return a->diag(diagonal); }); }
API T tz_as_strided(T a, const i64* s, const i64* t, int32_t n, i64 offset) { return make([&] { return a->as_strided(dims(s, n), dims(t, n), offset); }); }
API T tz_repeat_interleave(T a, i64 n, i64 dim) { return make([&] { return a->repeat_interleave(n, given(dim)); }); }
API T tz_repeat_interleave_t(T a, T n, i64 dim, i64 size) { return make([&] { return a->repeat_interleave(*n, given(dim), given(size)); }); }
API T tz_cat(const T* p, int32_t n, i64 dim) { return make([&] { return at::cat(list(p, n), dim); }); }
API T tz_stack(const T* p, int32_t n, i64 dim) { return make([&] { return at::stack(list(p, n), dim); }); }
API int32_t tz_split(T a, i64 size, i64 dim) { return many([&] { return a->split(size, dim); }); }
API int32_t tz_split_sizes(T a, const i64* s, int32_t n, i64 dim) { return many([&] { return a->split_with_sizes(dims(s, n), dim); }); }
API int32_t tz_chunk(T a, i64 n, i64 dim) { return many([&] { return a->chunk(n, dim); }); }
API int32_t tz_unbind(T a, i64 dim) { return many([&] { return a->unbind(dim); }); }
API T tz_to(T a, int32_t d, int32_t type, int32_t index, int8_t copy, int8_t non_blocking) {
    return make([&] {
        auto target = d < 0 ? a->scalar_type() : static_cast<at::ScalarType>(d);
        auto r = a->to(type < 0 ? a->device() : device(type, index), target, non_blocking, copy);
        return r.is_same(*a) ? a->alias() : r;
    });
}
API T tz_to_dtype(T a, int32_t d, int8_t copy) {
    return make([&] {
        auto r = a->to(static_cast<at::ScalarType>(d), /*non_blocking=*/false, copy);
        return r.is_same(*a) ? a->alias() : r;
    });
}

// ---- indexing ----------------------------------------------------------------------------------------------------------------------------------
// kind: 0 a new axis, 1 one position, 2 the ellipsis, 3 bool, 4 a tensor, 5 a slice (long.MinValue = open end).
struct Index {
    i64 kind, start, stop, step;
    T tensor;
};

// 2.x takes positions as SymInt in its later versions and as int64_t before; handing an int64_t to the later ones would pick the overload for int and cut it.
template <class I> static I position(i64 at) {
    if constexpr (std::is_constructible_v<I, c10::SymInt>) return I(c10::SymInt(at));
    else return I(at);
}

static std::vector<at::indexing::TensorIndex> indices(const Index* p, int32_t n) {
    using namespace at::indexing;
    std::vector<TensorIndex> r;
    r.reserve(n);
    for (int32_t i = 0; i < n; i++) {
        const Index& x = p[i];
        switch (x.kind) {
            case 1: r.push_back(position<TensorIndex>(x.start)); break;
            case 2: r.emplace_back(Ellipsis); break;
            case 3: r.emplace_back(x.start != 0); break;
            case 4: r.emplace_back(*x.tensor); break;
            case 5: r.emplace_back(Slice(given<Bound>(x.start), given<Bound>(x.stop), given<Bound>(x.step))); break;
            default: r.emplace_back(None); break;
        }
    }
    return r;
}


API T tz_index(T a, const Index* p, int32_t n) { return make([&] { return a->index(indices(p, n)); }); }
API int32_t tz_index_put_(T a, const Index* p, int32_t n, T v) { return run([&] { a->index_put_(indices(p, n), *v); }); }
API int32_t tz_index_put__s(T a, const Index* p, int32_t n, Scalar v) { return run([&] { a->index_put_(indices(p, n), value(v)); }); }
API T tz_index_select(T a, i64 dim, T at) { return make([&] { return a->index_select(dim, *at); }); }
API T tz_gather(T a, i64 dim, T at) { return make([&] { return a->gather(dim, *at); }); }
API T tz_scatter(T a, i64 dim, T at, T b) { return make([&] { return a->scatter(dim, *at, *b); }); }
API T tz_scatter_add(T a, i64 dim, T at, T b) { return make([&] { return a->scatter_add(dim, *at, *b); }); }
API int32_t tz_scatter_(T a, i64 dim, T at, T b) { return run([&] { a->scatter_(dim, *at, *b); }); }
API int32_t tz_scatter_add_(T a, i64 dim, T at, T b) { return run([&] { a->scatter_add_(dim, *at, *b); }); }
API T tz_index_add(T a, i64 dim, T at, T b, Scalar alpha) { return make([&] { return a->index_add(dim, *at, *b, value(alpha)); }); }
API int32_t tz_index_add_(T a, i64 dim, T at, T b, Scalar alpha) { return run([&] { a->index_add_(dim, *at, *b, value(alpha)); }); }
API T tz_index_copy(T a, i64 dim, T at, T b) { return make([&] { return a->index_copy(dim, *at, *b); }); }
API int32_t tz_index_copy_(T a, i64 dim, T at, T b) { return run([&] { a->index_copy_(dim, *at, *b); }); }
API T tz_index_fill(T a, i64 dim, T at, Scalar v) { return make([&] { return a->index_fill(dim, *at, value(v)); }); }
API int32_t tz_index_fill_(T a, i64 dim, T at, Scalar v) { return run([&] { a->index_fill_(dim, *at, value(v)); }); }
API T tz_masked_fill(T a, T mask, Scalar v) { return make([&] { return a->masked_fill(*mask, value(v)); }); }
API int32_t tz_masked_fill_(T a, T mask, Scalar v) { return run([&] { a->masked_fill_(*mask, value(v)); }); }

// ---- autograd ----------------------------------------------------------------------------------------------------------------------------------
API int32_t tz_backward(const T* outputs, int32_t n, const T* grads, int32_t m, int8_t retain, int8_t create, const T* inputs, int32_t k) {
    return run([&] { torch::autograd::backward(list(outputs, n), list(grads, m), static_cast<bool>(retain), create, list(inputs, k)); });
}
API int32_t tz_autograd(const T* outputs, int32_t n, const T* inputs, int32_t k, const T* grads, int32_t m, int8_t retain, int8_t create, int8_t unused) {
    return many([&] {
        return torch::autograd::grad(list(outputs, n), list(inputs, k), list(grads, m), static_cast<bool>(retain), create, unused);
    });
}
