using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One index of an indexing expression: a position, a slice, a tensor, a new axis, the ellipsis.</summary>
    public struct TensorIndex
    {
        private const long NewAxis = 0;
        private const long Position = 1;
        private const long Dots = 2;
        private const long Truth = 3;
        private const long ByTensor = 4;
        private const long Range = 5;

        private long _kind;
        private long _start;
        private long _stop;
        private long _step;
        private torch.Tensor? _tensor;

        public static TensorIndex Ellipsis = new() { _kind = Dots };

        public static TensorIndex None = new() { _kind = NewAxis };

        public static TensorIndex Null = new() { _kind = NewAxis };

        public static TensorIndex Colon = Slice();

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new()
        {
            _kind = Range,
            _start = start ?? Native.Absent,
            _stop = stop ?? Native.Absent,
            _step = step ?? Native.Absent,
        };

        public static TensorIndex Slice((int? start, int? end) range) => Slice((long?)range.start, range.end);

        public static TensorIndex Slice(System.Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            range.End.IsFromEnd ? range.End.Value == 0 ? null : -range.End.Value : range.End.Value);

        public static TensorIndex Bool(bool value) => new() { _kind = Truth, _start = value ? 1 : 0 };

        public static TensorIndex Single(long? index) => new() { _kind = Position, _start = index ?? 0 };

        public static TensorIndex Tensor(torch.Tensor tensor) => new() { _kind = ByTensor, _tensor = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator TensorIndex(System.Range range) => Slice(range);

        /// <summary>Only guides overload resolution, as in the published package.</summary>
        /// <exception cref="InvalidOperationException">Always.</exception>
        public static implicit operator torch.Tensor(TensorIndex value) => throw new InvalidOperationException("A TensorIndex is not a Tensor.");

        internal readonly NativeIndex ToNative() => new() { Kind = _kind, Start = _start, Stop = _stop, Step = _step, Tensor = _tensor?.Handle ?? 0 };
    }
}
