namespace ToolZero.Cli.Report;

/// <summary>The style of the report: light, and dark where the reader prefers it. Holds none of the characters that markup would escape.</summary>
internal static class ReportStyle
{
    public const string Css = """

        :root {
          --page: #f6f7f9; --card: #ffffff; --ink: #16202c; --muted: #5d6b7c; --edge: #e2e6ec; --grid: #e9edf2; --accent: #2f6fed; --before: #b8c1cd;
          --right: #16803c; --wrong: #c0362c; --code: #f2f4f7;
          --c1: #2f6fed; --c2: #e0662b; --c3: #1f9d6b; --c4: #8b57d6; --c5: #b08a1e; --c6: #8a96a5;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #0f141b; --card: #171e28; --ink: #e6ebf2; --muted: #93a1b3; --edge: #263040; --grid: #232d3a; --accent: #6ea0ff; --before: #495668;
            --right: #4fc37c; --wrong: #f2776c; --code: #111821;
            --c1: #6ea0ff; --c2: #ff9a5c; --c3: #4fd0a0; --c4: #b592f0; --c5: #dcb94f; --c6: #7e8b9c;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
        main { max-width: 1240px; margin: 0 auto; padding: 40px 24px 64px; }
        h1, h2, h3, h4, p, ul, figure { margin: 0; padding: 0; }
        .brand { color: var(--muted); font-size: 13px; letter-spacing: .04em; }
        h1 { font-size: 32px; line-height: 1.2; letter-spacing: -.02em; overflow-wrap: anywhere; }
        h2 { font-size: 20px; letter-spacing: -.01em; }
        h3 { font-size: 15px; }
        section { margin-top: 48px; }
        .note { color: var(--muted); margin-bottom: 16px; max-width: 80ch; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 12px; margin-top: 24px; }
        .tile { background: var(--card); border: 1px solid var(--edge); border-radius: 12px; padding: 14px 16px; display: flex; flex-direction: column; }
        .tile span { color: var(--muted); font-size: 13px; }
        .tile strong { font-size: 26px; letter-spacing: -.02em; line-height: 1.3; font-variant-numeric: tabular-nums; }
        .tile small { color: var(--muted); min-height: 1.5em; }
        .tile.hero strong { color: var(--accent); }
        .plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(360px, 100%), 1fr)); gap: 16px; }
        figure { background: var(--card); border: 1px solid var(--edge); border-radius: 12px; padding: 16px 16px 12px; display: flex; flex-direction: column; }
        figcaption p { color: var(--muted); font-size: 13px; line-height: 1.4; min-height: 2.8em; margin: 2px 0 8px; }
        .plot { width: 100%; height: auto; display: block; margin-top: auto; }
        .grid { stroke: var(--grid); stroke-width: 1; }
        .grid.zero { stroke: var(--muted); stroke-opacity: .55; }
        .tick { fill: var(--muted); font-size: 12.5px; font-variant-numeric: tabular-nums; }
        .tick.end { text-anchor: end; }
        .tick.middle { text-anchor: middle; }
        .line { fill: none; stroke: currentColor; stroke-width: 2.4; stroke-linejoin: round; stroke-linecap: round; }
        .line.raw { stroke-width: 1.2; stroke-opacity: .32; }
        .line.dashed { stroke-dasharray: 6 5; stroke-width: 2; }
        .area { fill: currentColor; fill-opacity: .85; stroke: none; }
        .dot { fill: currentColor; stroke: var(--card); stroke-width: 2; }
        .dot.run { stroke: none; opacity: .45; }
        .hit { fill: var(--ink); fill-opacity: 0; }
        .hit:hover { fill-opacity: .07; }
        .c1 { color: var(--c1); } .c2 { color: var(--c2); } .c3 { color: var(--c3); } .c4 { color: var(--c4); } .c5 { color: var(--c5); } .c6 { color: var(--c6); }
        .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: 13px; color: var(--muted); margin-top: 8px; }
        .legend li { display: flex; align-items: center; gap: 6px; }
        .legend b { color: var(--ink); font-variant-numeric: tabular-nums; }
        .swatch { width: 14px; height: 4px; border-radius: 2px; background: currentColor; display: inline-block; }
        .swatch.dashed { background: repeating-linear-gradient(90deg, currentColor 0 4px, transparent 4px 7px); }
        .swatch.before, .bar.before .fill { background: var(--before); }
        .swatch.after, .bar.after .fill { background: var(--accent); }
        .bars { background: var(--card); border: 1px solid var(--edge); border-radius: 12px; padding: 18px 20px; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); gap: 18px 48px; }
        .bar-row { display: grid; grid-template-columns: 150px 1fr; align-items: center; gap: 12px; }
        .bar { position: relative; height: 16px; margin: 3px 56px 3px 0; background: var(--grid); border-radius: 4px; }
        .bar .fill { display: block; height: 100%; border-radius: 4px; }
        .bar b { position: absolute; right: -58px; top: -3px; width: 54px; text-align: right; font-size: 13px; font-weight: 600; font-variant-numeric: tabular-nums; }
        .bar.before b { color: var(--muted); font-weight: 400; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; background: var(--card); border: 1px solid var(--edge); border-radius: 12px; width: 100%; }
        th, td { text-align: right; padding: 10px 16px; font-variant-numeric: tabular-nums; white-space: nowrap; }
        th { color: var(--muted); font-weight: 500; font-size: 13px; border-bottom: 1px solid var(--edge); }
        article { background: var(--card); border: 1px solid var(--edge); border-radius: 12px; padding: 16px; margin-bottom: 16px; }
        article h3 { display: flex; gap: 10px; align-items: center; font-weight: 500; color: var(--muted); }
        pre { margin: 8px 0; padding: 10px 12px; background: var(--code); border-radius: 8px; font: 13px/1.5 ui-monospace, "Cascadia Code", Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
        code { font: 13px ui-monospace, "Cascadia Code", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
        .prompt { color: var(--muted); }
        .reference { font-size: 13px; color: var(--muted); }
        .reference code { color: var(--ink); }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(380px, 100%), 1fr)); gap: 16px; margin-top: 12px; }
        .completion h4 { font-size: 14px; display: flex; justify-content: space-between; }
        .completion.none { color: var(--muted); }
        .verdict.right { color: var(--right); }
        .verdict.wrong { color: var(--wrong); }
        .label { color: var(--muted); font-size: 12px; margin-top: 6px; }
        .answer { border-left: 3px solid var(--accent); }
        .chip { display: inline-block; background: var(--code); border: 1px solid var(--edge); border-radius: 999px; padding: 0 9px; font-size: 12px; color: var(--muted); margin: 0 4px 4px 0; }
        details summary { cursor: pointer; color: var(--muted); }
        footer { margin-top: 48px; color: var(--muted); font-size: 13px; overflow-wrap: anywhere; }
        @media print { body { background: none; } figure, article { break-inside: avoid; } }

        """;
}
