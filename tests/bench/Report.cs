using System.Globalization;
using System.Text;

namespace ChatOpportunities.Bench;

/// <summary>One table of everything measured, with its budget and whether it holds; and beneath it what it was taken from.</summary>
internal sealed class Report
{
    private readonly List<(string What, string Measured, string Budget, bool? Holds)> _rows = [];
    private readonly StringBuilder _details = new();

    /// <summary>Whether no budget is missed; what could not be measured is not missed.</summary>
    public bool Holds => _rows.All(r => r.Holds is not false);

    public void AtLeast(string what, double measured, double budget, string unit = "") =>
        Add(what, measured, "≥ " + Number(budget) + unit, unit, measured >= budget);

    public void AtMost(string what, double measured, double budget, string unit = "") =>
        Add(what, measured, "≤ " + Number(budget) + unit, unit, measured <= budget);

    public void Below(string what, double measured, double budget, string unit = "") =>
        Add(what, measured, "< " + Number(budget) + unit, unit, measured < budget);

    /// <summary>A figure without a budget of its own.</summary>
    public void Told(string what, double measured, string unit = "") => _rows.Add((what, Number(measured) + unit, "", null));

    /// <summary>A budget that could not be held against anything here.</summary>
    public void Skipped(string what, string why) => _rows.Add((what, why, "", null));

    /// <summary>A check that is no figure.</summary>
    public void Check(string what, string measured, string budget, bool holds) => _rows.Add((what, measured, budget, holds));

    /// <summary>Prints a line and keeps it for the file.</summary>
    public void Line(string line)
    {
        Console.WriteLine(line);
        _details.AppendLine(line);
    }

    public void Heading(string heading) => Line($"\n## {heading}\n");

    public string Table()
    {
        var table = new StringBuilder("| What | Measured | Budget | |\n|---|---|---|---|\n");
        foreach (var (what, measured, budget, holds) in _rows)
        {
            var verdict = (holds, budget.Length) switch
            {
                (true, _) => "ok",
                (false, _) => "**missed**",
                _ => "—",
            };
            table.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {measured} | {budget} | {verdict} |");
        }

        return table.ToString();
    }

    /// <summary>Prints the table and writes all of it.</summary>
    public async Task WriteAsync(string path, string head)
    {
        Console.WriteLine("\n" + Table());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, $"# Measurements\n\n{head}\n\n{Table()}{_details}");
        Console.WriteLine("Written to " + path);
    }

    /// <summary>As many digits as tell something.</summary>
    public static string Number(double value) => value switch
    {
        double.NaN => "nothing",
        _ when Math.Abs(value) >= 100 || value == Math.Round(value) => value.ToString("#,##0", CultureInfo.InvariantCulture),
        _ when Math.Abs(value) >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    private void Add(string what, double measured, string budget, string unit, bool holds) =>
        _rows.Add((what, Number(measured) + unit, budget, holds));
}
