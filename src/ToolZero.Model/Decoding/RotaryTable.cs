using ToolZero.Model.Configuration;
using static TorchSharp.torch;

namespace ToolZero.Model.Decoding;

/// <summary>
/// Cosines and signed sines of the rotary embedding, in the half-rotation layout of Hugging Face models: number i of a head turns with
/// number i + HeadDim/2. With the sines of the first half negated, <c>rotated = x * cos + swap_halves(x) * sin</c>.
/// </summary>
internal sealed class RotaryTable(ModelConfig config, Device device) : IDisposable
{
    private const int FirstCapacity = 256;

    private readonly Lock _gate = new();
    private Tensor? _cos;
    private Tensor? _sin;
    private int _capacity;

    /// <summary>Angular frequency of each pair, [HeadDim/2]: theta^(-2i/HeadDim), scaled as Llama 3 does when the config says so.</summary>
    public static float[] Frequencies(ModelConfig config)
    {
        var half = config.HeadDim / 2;
        var result = new float[half];
        for (var i = 0; i < half; i++)
        {
            var frequency = Math.Pow(config.RopeTheta, -2.0 * i / config.HeadDim);
            result[i] = (float)(config.RopeScaling is { } scaling ? Scaled(frequency, scaling) : frequency);
        }

        return result;
    }

    /// <summary>Tables of at least <paramref name="positions"/> rows, [rows, HeadDim] float32. Safe to call from several threads.</summary>
    public (Tensor Cos, Tensor Sin) AtLeast(int positions)
    {
        lock (_gate)
        {
            if (_cos is null || _sin is null || _capacity < positions)
            {
                // Another thread may still compute with the smaller tables: they are left to the collector, not disposed.
                _capacity = Math.Max(positions, Math.Max(FirstCapacity, 2 * _capacity));
                (_cos, _sin) = Build(_capacity);
            }

            return (_cos, _sin);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _cos?.Dispose();
            _sin?.Dispose();
            (_cos, _sin, _capacity) = (null, null, 0);
        }
    }

    private static double Scaled(double frequency, RopeScaling scaling)
    {
        var wavelength = 2 * Math.PI / frequency;
        if (wavelength > scaling.OriginalMaxPositions / scaling.LowFrequencyFactor) return frequency / scaling.Factor;
        if (wavelength < scaling.OriginalMaxPositions / scaling.HighFrequencyFactor) return frequency;
        var smooth = (scaling.OriginalMaxPositions / wavelength - scaling.LowFrequencyFactor) / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
        return (1 - smooth) * frequency / scaling.Factor + smooth * frequency;
    }

    private (Tensor Cos, Tensor Sin) Build(int rows)
    {
        var frequencies = Frequencies(config);
        var half = frequencies.Length;
        var cos = new float[rows * 2 * half];
        var sin = new float[rows * 2 * half];
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < half; i++)
            {
                // The angle is rounded to float32 as the models' own training code does.
                var angle = (double)(row * frequencies[i]);
                var at = row * 2 * half + i;
                cos[at] = cos[at + half] = (float)Math.Cos(angle);
                sin[at + half] = (float)Math.Sin(angle);
                sin[at] = -sin[at + half];
            }
        }

        return (OnDevice(cos), OnDevice(sin));

        Tensor OnDevice(float[] values)
        {
            using var near = tensor(values, [rows, 2 * half]);
            return near.to(ScalarType.Float32, device, copy: true).DetachFromDisposeScope();
        }
    }
}

/// <summary>Cosines and sines for the positions of one forward pass, repeated for every query and key head: [positions, heads * HeadDim].</summary>
internal readonly record struct Rotation(Tensor Cos, Tensor Sin)
{
    /// <summary>For positions 0 to <paramref name="length"/> - 1.</summary>
    public static Rotation UpTo(RotaryTable table, ModelConfig config, int length, ScalarType type)
    {
        var (cos, sin) = table.AtLeast(length);
        return new Rotation(Repeat(cos.narrow(0, 0, length), config, type), Repeat(sin.narrow(0, 0, length), config, type));
    }

    /// <summary>For the positions in an int64 tensor [n], none above <paramref name="largest"/>.</summary>
    public static Rotation At(RotaryTable table, ModelConfig config, Tensor positions, int largest, ScalarType type)
    {
        var (cos, sin) = table.AtLeast(largest + 1);
        return new Rotation(Repeat(cos.index_select(0, positions), config, type), Repeat(sin.index_select(0, positions), config, type));
    }

    /// <summary>As many positions, arranged for broadcasting.</summary>
    public Rotation View(params long[] shape) => new(Cos.view(shape), Sin.view(shape));

    private static Tensor Repeat(Tensor table, ModelConfig config, ScalarType type)
    {
        // Whole rows instead of one head broadcast over all: the multiplication then runs over long contiguous rows.
        long rows = table.shape[0], heads = config.Heads + config.KeyValueHeads;
        var repeated = table.unsqueeze(1).expand(rows, heads, config.HeadDim).reshape(rows, heads * config.HeadDim);
        return type == ScalarType.Float32 ? repeated : repeated.to(type);
    }
}
