using System.Reflection;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>What the program does in place of serving: says its version, asks after its health, works on its data.</summary>
internal static class CommandLine
{
    private const string Usage = """
        Started without a command, it serves: the bot, the portal, and reminders. Settings may follow, such as --urls=http://127.0.0.1:5000.
        --version          says the version
        health [live]      asks the one that runs on this machine whether it is ready, or whether it lives
        database …         backs up, restores, checks or describes the database; "database" alone says how
        """;

    /// <summary>As it stands in Directory.Build.props; the build adds the commit behind a plus sign.</summary>
    public static string Version { get; } = typeof(CommandLine).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <returns>The exit code; null when no command was given and the program is to serve.</returns>
    public static async Task<int?> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["--version"]:
                await Console.Out.WriteLineAsync($"ChatOpportunities {Version}");
                return 0;
            case ["--help" or "-h"]:
                await Console.Out.WriteLineAsync(Usage);
                return 0;
            case ["health", ..]:
                return await HealthCommand.RunAsync(args[1..]);
            case ["database", ..]:
                return await DatabaseCommand.RunAsync(args);
            default:
                return null;
        }
    }
}
