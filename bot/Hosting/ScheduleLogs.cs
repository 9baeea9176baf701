using Hangfire.AspNetCore;
using Hangfire.Logging;
using Microsoft.Extensions.Logging;
using LogLevel = Hangfire.Logging.LogLevel;

namespace ChatOpportunities.Bot.Hosting;

/// <summary>
/// Hangfire's log. It is that of the process, and whichever host began last has set it: when that one has ended, another host of the
/// process must still be able to ask for its jobs, and what Hangfire says for itself goes nowhere.
/// </summary>
internal sealed class ScheduleLogs(ILoggerFactory loggers) : ILogProvider
{
    private readonly AspNetCoreLogProvider _logs = new(loggers);

    public ILog GetLogger(string name)
    {
        try
        {
            return _logs.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return new Nothing();
        }
    }

    private sealed class Nothing : ILog
    {
        public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception) => false;
    }
}
