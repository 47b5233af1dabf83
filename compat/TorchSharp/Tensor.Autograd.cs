using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    public sealed unsafe partial class Tensor
    {
        public bool requires_grad
        {
            get => Native.tz_requires_grad(Handle);
            set => Done(Native.tz_set_requires_grad(Handle, value));
        }

        /// <summary>The gradient accumulated by <see cref="backward"/>, null before. Versions before 0.102 have it as a method: code for both uses <see cref="autograd"/>.</summary>
        public Tensor? grad
        {
            get => Native.tz_has_grad(Handle) ? Make(Native.tz_grad(Handle), this) : null;
            set => Done(Native.tz_set_grad(Handle, value?.Handle ?? 0), value);
        }

        public Tensor requires_grad_(bool requires_grad = true) => Done(Native.tz_set_requires_grad(Handle, requires_grad));

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public Tensor detach() => Make(Native.tz_detach(Handle), this);

        public void retain_grad() => Done(Native.tz_retain_grad(Handle));

        /// <summary>The gradients of this scalar, added to the leaves it depends on.</summary>
        public void backward() => autograd.backward([this]);
    }

    /// <summary>Differentiation.</summary>
    public static unsafe class autograd
    {
        /// <summary>The gradients of the sum of <paramref name="outputs"/> by <paramref name="inputs"/>, without touching any accumulated gradient.</summary>
        public static IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false)
        {
            var first = Handles(outputs);
            var second = Handles(inputs);
            var third = Handles(grad_outputs);
            fixed (nint* p = first, q = second, r = third)
            {
                var count = Native.tz_autograd(p, first.Length, q, second.Length, r, third.Length, retain_graph || create_graph, create_graph, allow_unused);
                GC.KeepAlive(outputs);
                GC.KeepAlive(inputs);
                GC.KeepAlive(grad_outputs);
                return Tensor.Results(count);
            }
        }

        public static void backward(
            IList<Tensor> tensors,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            var first = Handles(tensors);
            var second = Handles(grad_tensors);
            var third = Handles(inputs);
            fixed (nint* p = first, q = second, r = third)
            {
                var status = Native.tz_backward(p, first.Length, q, second.Length, retain_graph ?? create_graph, create_graph, r, third.Length);
                GC.KeepAlive(tensors);
                GC.KeepAlive(grad_tensors);
                GC.KeepAlive(inputs);
                Native.Check(status);
            }
        }

        public static void backward(
            Tensor tensor,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null) => backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);
    }

    /// <summary>Until the result is disposed, this thread records no graph.</summary>
    public static IDisposable no_grad() => new AutoGradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);

    public static bool is_grad_enabled() => Native.tz_grad_enabled();

    private static nint[] Handles(IList<Tensor>? tensors)
    {
        if (tensors is null)
            return [];
        var handles = new nint[tensors.Count];
        for (var i = 0; i < handles.Length; i++)
            handles[i] = tensors[i].Handle;
        return handles;
    }

    // A class, not a struct: the published members return IDisposable.
    private sealed class AutoGradMode : IDisposable
    {
        private readonly bool _before;

        internal AutoGradMode(bool enabled)
        {
            _before = Native.tz_grad_enabled();
            Native.tz_set_grad_enabled(enabled);
        }

        public void Dispose() => Native.tz_set_grad_enabled(_before);
    }
}
