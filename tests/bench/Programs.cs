using System.Diagnostics;

namespace ChatOpportunities.Bench;

/// <summary>Programs that are run to their end.</summary>
internal static class Programs
{
    /// <exception cref="InvalidOperationException">It could not do what it was asked.</exception>
    public static async Task RunAsync(string program, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        Console.WriteLine($"{program} {string.Join(' ', arguments)}");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder })!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
    }
}
