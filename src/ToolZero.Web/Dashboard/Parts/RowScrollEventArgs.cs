using Microsoft.AspNetCore.Components;

namespace ToolZero.Web.Dashboard.Parts;

/// <summary>A table was scrolled, or has another height.</summary>
public sealed class RowScrollEventArgs : EventArgs
{
    /// <summary>Pixels above what is to be seen.</summary>
    public double Top { get; set; }

    /// <summary>Pixels to be seen.</summary>
    public double Height { get; set; }
}

/// <summary>Events of this page's own script.</summary>
[EventHandler("onrowscroll", typeof(RowScrollEventArgs), enableStopPropagation: true, enablePreventDefault: true)]
public static class EventHandlers
{
}
