using ToolZero.Core.Data;
using ToolZero.Model.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace ToolZero.Model.Training;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019, Algorithm 2). Weights of half precision have float32 masters: the update is added to the master and the weight is its
/// rounding. State is float32 and reads back exactly.
/// </summary>
public sealed class AdamW : IDisposable
{
    // On a CPU all kernels of an update run over one slice that stays in the core's cache, instead of streaming each tensor from memory eight times.
    private const long SliceElements = 1 << 16;

    private const string StepsName = "steps";

    private readonly AdamWSettings _settings;
    private readonly List<Parameter> _parameters = [];

    /// <param name="parameters">Names and tensors; the tensors are updated in place and remain the caller's.</param>
    /// <param name="settings">Constants.</param>
    public AdamW(IEnumerable<(string Name, Tensor Value)> parameters, AdamWSettings settings)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _settings = settings;
        using var noGrad = no_grad();
        foreach (var (name, value) in parameters) _parameters.Add(new Parameter(name, value));
    }

    /// <summary>Updates made so far: the exponent of the bias corrections.</summary>
    public long Steps { get; private set; }

    /// <summary>One update, gradients in the order of the parameters.</summary>
    /// <param name="gradients">Shapes of the parameters, any floating dtype.</param>
    /// <param name="learningRate">Rate of this update.</param>
    /// <param name="gradientScale">Factor on every gradient (clipping), applied inside the moments' kernels.</param>
    public void Step(IReadOnlyList<Tensor> gradients, double learningRate, double gradientScale = 1)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (gradients.Count != _parameters.Count) throw new ArgumentException($"{gradients.Count} gradients for {_parameters.Count} parameters", nameof(gradients));
        Steps++;
        var correction1 = 1 - Math.Pow(_settings.Beta1, Steps);
        var correction2 = Math.Sqrt(1 - Math.Pow(_settings.Beta2, Steps));

        // (m / c1) / (sqrt(v / c2²) + e)  =  (c2 / c1)·m / (sqrt(v) + c2·e): the corrections cost no kernel.
        var update = new Update(-learningRate * correction2 / correction1, _settings.Epsilon * correction2, learningRate * _settings.WeightDecay, gradientScale);
        using var noGrad = no_grad();
        for (var i = 0; i < _parameters.Count; i++)
        {
            using var scope = NewDisposeScope();
            Apply(_parameters[i], gradients[i], update);
        }
    }

    /// <summary>Writes everything that the next step depends on: moments, masters, number of steps (safetensors, aside and then in place).</summary>
    public void Save(string path)
    {
        using var steps = tensor(new[] { Steps });
        SafeTensors.Write(path, [.. _parameters.SelectMany(p => p.State), KeyValuePair.Create(StepsName, steps)]);
    }

    /// <summary>Continues exactly where <see cref="Save"/> was called; half-precision weights become the rounding of their masters.</summary>
    /// <exception cref="DataException">Unreadable, or written for other parameters.</exception>
    public void Load(string path)
    {
        using var noGrad = no_grad();
        using var file = SafeTensorsFile.Open(path);
        foreach (var (name, value) in _parameters.SelectMany(p => p.State))
        {
            using var saved = file.Read(name);
            if (!saved.shape.SequenceEqual(value.shape) || saved.dtype != value.dtype)
                throw new DataException($"{path}: {name} is {saved.dtype} [{string.Join(", ", saved.shape)}], the model needs {value.dtype} [{string.Join(", ", value.shape)}]; resume with the model of this checkpoint");
            using var scope = NewDisposeScope();
            value.copy_(saved);
        }

        foreach (var parameter in _parameters)
        {
            using var scope = NewDisposeScope();
            parameter.Publish();
        }

        using var steps = file.Read(StepsName);
        if (steps.dtype != ScalarType.Int64 || steps.numel() != 1) throw new DataException($"{path}: {StepsName} is not one 64-bit integer; the file is no optimiser state");
        Steps = steps.data<long>()[0];
    }

    public void Dispose()
    {
        foreach (var parameter in _parameters) parameter.Dispose();
    }

    private void Apply(Parameter parameter, Tensor gradient, Update update)
    {
        var flat = gradient.to(ScalarType.Float32).reshape(-1);
        foreach (var slice in parameter.Slices)
        {
            using var scope = NewDisposeScope();
            var g = flat.narrow(0, slice.Start, slice.Length);
            slice.Mean.mul_(_settings.Beta1).add_(g, (1 - _settings.Beta1) * update.GradientScale);
            slice.Square.mul_(_settings.Beta2).addcmul_(g, g, (1 - _settings.Beta2) * update.GradientScale * update.GradientScale);
            if (parameter.Decays && update.Decay != 0) slice.Master.mul_(1 - update.Decay);
            slice.Master.addcdiv_(slice.Mean, slice.Square.sqrt().add_(update.Epsilon), update.Rate);
        }

        parameter.Publish();
    }

    private readonly record struct Update(double Rate, double Epsilon, double Decay, double GradientScale);

    private sealed record Slice(long Start, long Length, Tensor Master, Tensor Mean, Tensor Square);

    private sealed class Parameter : IDisposable
    {
        private readonly string _name;
        private readonly Tensor _value;
        private readonly Tensor _master;
        private readonly Tensor _mean;
        private readonly Tensor _square;
        private readonly bool _half;

        public Parameter(string name, Tensor value)
        {
            using var scope = NewDisposeScope();
            if (!value.is_contiguous()) throw new ArgumentException($"{name} is not contiguous", nameof(value));
            _name = name;
            _value = value;
            _half = value.dtype != ScalarType.Float32;
            Decays = value.dim() > 1;
            _master = (_half ? value.to(ScalarType.Float32) : value.detach()).DetachFromDisposeScope();
            _mean = zeros_like(_master).DetachFromDisposeScope();
            _square = zeros_like(_master).DetachFromDisposeScope();
            var length = value.numel();
            var step = value.device_type == DeviceType.CPU ? SliceElements : Math.Max(1, length);
            for (long start = 0; start < length; start += step)
            {
                var size = Math.Min(step, length - start);
                Slices.Add(new Slice(start, size, Cut(_master, start, size), Cut(_mean, start, size), Cut(_square, start, size)));
            }
        }

        public bool Decays { get; }

        public List<Slice> Slices { get; } = [];

        public IEnumerable<KeyValuePair<string, Tensor>> State
        {
            get
            {
                if (_half) yield return KeyValuePair.Create("master." + _name, _master);
                yield return KeyValuePair.Create("exp_avg." + _name, _mean);
                yield return KeyValuePair.Create("exp_avg_sq." + _name, _square);
            }
        }

        public void Publish()
        {
            if (_half) _value.copy_(_master);
        }

        public void Dispose()
        {
            foreach (var slice in Slices)
            {
                slice.Master.Dispose();
                slice.Mean.Dispose();
                slice.Square.Dispose();
            }

            _master.Dispose();
            _mean.Dispose();
            _square.Dispose();
        }

        private static Tensor Cut(Tensor tensor, long start, long size) => tensor.view(-1).narrow(0, start, size).DetachFromDisposeScope();
    }
}
