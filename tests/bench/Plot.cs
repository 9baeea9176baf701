using System.Globalization;
using System.Text;

namespace ChatOpportunities.Bench;

/// <summary>
/// A plot with logarithmic axes, as SVG: each line has its own dashes and marks and its name at its end, so that nothing depends on colour;
/// in light and dark as the reader's system has it.
/// </summary>
internal static class Plot
{
    private const double Width = 760, Height = 460, Left = 70, Right = 560, Top = 46, Bottom = 404, Beside = 12, LineHeight = 17;

    private static readonly string[] Dashes = ["", "7 4", "2 3", "10 3 2 3", "1 5", "14 4"];

    /// <param name="title">What is shown.</param>
    /// <param name="series">Milliseconds by size, each by its name.</param>
    public static string Draw(string title, IReadOnlyDictionary<string, IReadOnlyDictionary<int, double>> series)
    {
        var sizes = series.Values.SelectMany(s => s.Keys).Distinct().Order().ToList();
        var times = series.Values.SelectMany(s => s.Values).ToList();
        var (least, most) = (Math.Floor(Math.Log10(times.Min())), Math.Ceiling(Math.Log10(times.Max()) + 0.001));
        double X(double size) => Left + ((Right - Left) * Share(Math.Log10(size), Math.Log10(sizes[0]), Math.Log10(sizes[^1])));
        double Y(double time) => Bottom - ((Bottom - Top) * Share(Math.Log10(time), least, most));
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" role="img" aria-label="{title}">
            <title>{title}</title>
            <style>
              text {"{"} font: 13px system-ui, sans-serif; fill: #1f2328; {"}"}
              .line {"{"} fill: none; stroke: #1f2328; stroke-width: 2; {"}"} .mark {"{"} fill: #ffffff; stroke: #1f2328; stroke-width: 1.5; {"}"}
              .grid {"{"} stroke: #d0d7de; {"}"} .lead {"{"} stroke: #8c959f; {"}"} .back {"{"} fill: #ffffff; {"}"}
              @media (prefers-color-scheme: dark) {"{"}
                text {"{"} fill: #e6edf3; {"}"} .line {"{"} stroke: #e6edf3; {"}"} .mark {"{"} fill: #0d1117; stroke: #e6edf3; {"}"}
                .grid {"{"} stroke: #30363d; {"}"} .lead {"{"} stroke: #6e7681; {"}"} .back {"{"} fill: #0d1117; {"}"}
              {"}"}
            </style>
            <rect class="back" width="{Width}" height="{Height}"/>
            <text x="{Left}" y="24" font-weight="600">{title}</text>
            """);
        for (var power = least; power <= most; power++)
        {
            var y = Y(Math.Pow(10, power));
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<path class="grid" d="M{Left} {y:F1}H{Right}"/>""");
            svg.AppendLine(
                CultureInfo.InvariantCulture, $"""<text x="{Left - 8}" y="{y + 4:F1}" text-anchor="end">{Milliseconds(power)}</text>""");
        }

        foreach (var size in sizes)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<path class="grid" d="M{X(size):F1} {Top}V{Bottom}"/>""");
            svg.AppendLine(
                CultureInfo.InvariantCulture, $"""<text x="{X(size):F1}" y="{Bottom + 20}" text-anchor="middle">{size:N0}</text>""");
        }

        svg.AppendLine(
            CultureInfo.InvariantCulture, $"""<text x="{(Left + Right) / 2}" y="{Bottom + 42}" text-anchor="middle">opportunities</text>""");
        // From the top down, each name below the one before it.
        var at = Top - LineHeight;
        foreach (var (name, points) in series.OrderByDescending(s => s.Value[s.Value.Keys.Max()]))
        {
            var index = series.Keys.ToList().IndexOf(name);
            Series(svg, index, [.. points.OrderBy(p => p.Key).Select(p => (X(p.Key), Y(p.Value)))]);
            var (x, y) = (X(points.Keys.Max()), Y(points[points.Keys.Max()]));
            at = Math.Max(at + LineHeight, y);
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<path class="lead" d="M{x + 6:F1} {y:F1}L{Right + Beside + 12} {at:F1}"/>""");
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"""<text x="{Right + Beside + 16}" y="{at + 4:F1}">{name}: {Time(points[points.Keys.Max()])}</text>""");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Series(StringBuilder svg, int index, (double X, double Y)[] points)
    {
        var path = string.Join("L", points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:F1} {p.Y:F1}")));
        svg.AppendLine(
            CultureInfo.InvariantCulture, $"""<path class="line" stroke-dasharray="{Dashes[index % Dashes.Length]}" d="M{path}"/>""");
        foreach (var (x, y) in points)
        {
            svg.AppendLine(Mark(index % 3, x, y));
        }
    }

    private static string Mark(int kind, double x, double y) => kind switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"""<circle class="mark" cx="{x:F1}" cy="{y:F1}" r="4"/>"""),
        1 => string.Create(CultureInfo.InvariantCulture, $"""<rect class="mark" x="{x - 4:F1}" y="{y - 4:F1}" width="8" height="8"/>"""),
        _ => string.Create(CultureInfo.InvariantCulture, $"""<path class="mark" d="M{x:F1} {y - 5:F1}l5 9h-10z"/>"""),
    };

    private static double Share(double value, double from, double to) => to > from ? (value - from) / (to - from) : 0.5;

    private static string Time(double milliseconds) =>
        milliseconds >= 1000 ? Report.Number(milliseconds / 1000) + " s" : Report.Number(milliseconds) + " ms";

    private static string Milliseconds(double power) => power >= 3
        ? Math.Pow(10, power - 3).ToString("#,##0", CultureInfo.InvariantCulture) + " s"
        : Math.Pow(10, power).ToString("0.###", CultureInfo.InvariantCulture) + " ms";
}
