using System.Text;

namespace ToolZero.Core.Charts;

/// <summary>Where things lie in a picture with steps to the right and values upwards, in units of its view box.</summary>
/// <param name="Steps">The axis to the right.</param>
/// <param name="Values">The axis upwards.</param>
public sealed record ChartFrame(Axis Steps, Axis Values)
{
    public const double Width = 560;
    public const double Height = 236;
    public const double Left = 46;
    public const double Right = 12;
    public const double Top = 10;
    public const double Bottom = 24;

    /// <summary>The axis of steps: it ends where the values end, its labels are whole steps.</summary>
    public static Axis StepAxis(IReadOnlyCollection<double> steps)
    {
        var (first, last) = steps.Count == 0 ? (0, 1) : (steps.Min(), Math.Max(steps.Max(), steps.Min() + 1));
        var axis = Axis.Over([first, last], first, last, wanted: 6);
        return axis with { Ticks = [.. axis.Ticks.Where(double.IsInteger)] };
    }

    public double X(double step) => Left + Steps.Place(step) * (Width - Left - Right);

    public double Y(double value) => Top + (1 - Math.Clamp(Values.Place(value), 0, 1)) * (Height - Top - Bottom);

    /// <summary>A line through the values as the data of a path; what is not finite leaves a gap.</summary>
    public string Line(IReadOnlyList<double> steps, IReadOnlyList<double> values)
    {
        var path = new StringBuilder();
        var pen = false;
        for (var i = 0; i < values.Count; i++)
        {
            if (double.IsFinite(values[i])) path.Append(pen ? 'L' : 'M').Append(Figures.Pixel(X(steps[i]))).Append(' ').Append(Figures.Pixel(Y(values[i])));
            pen = double.IsFinite(values[i]);
        }

        return path.ToString();
    }

    /// <summary>The area between two lines as the data of a path.</summary>
    public string Area(double[] steps, double[] low, double[] high)
    {
        if (steps.Length == 0) return "";
        var path = new StringBuilder(Line(steps, high[..steps.Length]));
        for (var i = steps.Length - 1; i >= 0; i--) path.Append('L').Append(Figures.Pixel(X(steps[i]))).Append(' ').Append(Figures.Pixel(Y(low[i])));
        return path.Append('Z').ToString();
    }
}
