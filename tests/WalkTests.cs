using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using ChatOpportunities.Tests.Support;
using Microsoft.EntityFrameworkCore.Diagnostics;
using static ChatOpportunities.Tests.Support.ChatPerson;

namespace ChatOpportunities.Tests;

/// <summary>
/// How far it is from the door to the row of the history that an act adds, in methods of ours: whoever reads the code walks this way.
/// Each method counts once, its lambdas with it, and each middleware too.
/// </summary>
public sealed class WalkTests
{
    [Fact]
    public async Task ATypedMoveAndAPressedOnePassFewMethodsOfTheBotOnTheirWayToTheHistory()
    {
        using var stacks = new StacksAtInsert(); // before the first command: EF Core asks only once a second whether anybody listens
        await using var bot = await BotApplication.StartAsync();
        stacks.Watch(bot.DatabaseFile);

        await bot.SayAsync(Anna, "move 4 to Qualification");
        var typed = stacks.Take();
        await bot.PressAsync(Anna, await bot.SayAsync(Anna, "show 5"), "Next stage", new { quoteNumber = "Q-5", quoteAmount = "5000" });
        var pressed = stacks.Take();

        Assert.InRange(typed.Count, 5, 14);
        Assert.InRange(pressed.Count, 5, 12);
        Assert.InRange(typed.Select(m => m.DeclaringType).Distinct().Count(), 5, 14);
        Assert.Equal(typed.Where(IsMiddleware), pressed.Where(IsMiddleware));
    }

    private static bool IsMiddleware(MethodBase method) =>
        method.DeclaringType!.IsAssignableTo(typeof(Microsoft.Bot.Builder.IMiddleware));

    /// <summary>
    /// Our methods on the stack, at each insert into the history of one database. SQLite's provider works on the caller's stack.
    /// </summary>
    private sealed class StacksAtInsert : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly ConcurrentQueue<IDisposable> _subscriptions = [];
        private readonly ConcurrentQueue<IReadOnlyList<MethodBase>> _stacks = [];
        private volatile string? _file;

        public StacksAtInsert() => _subscriptions.Enqueue(DiagnosticListener.AllListeners.Subscribe(this));

        public void Watch(string file) => _file = file;

        /// <summary>The methods of the bot in the one stack since the last call, from the inside out.</summary>
        public IReadOnlyList<MethodBase> Take()
        {
            var stack = Assert.Single(_stacks);
            _stacks.Clear();
            return stack;
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.EntityFrameworkCore")
            {
                _subscriptions.Enqueue(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == RelationalEventId.CommandExecuting.Name
                && value.Value is CommandEventData { Command: { Connection: { } connection } command } && connection.DataSource == _file
                && command.CommandText.Contains("INSERT INTO \"Entries\"", StringComparison.Ordinal))
            {
                _stacks.Enqueue([.. new StackTrace().GetFrames().Select(f => f.GetMethod()).OfType<MethodBase>().Select(Written)
                    .OfType<MethodBase>().Where(m => m.DeclaringType!.Assembly == typeof(Program).Assembly).Distinct()]);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            foreach (var subscription in _subscriptions)
            {
                subscription.Dispose();
            }
        }

        /// <summary>
        /// The method that somebody wrote, where the compiler made a type of it; null for a lambda, which is a part of one.
        /// </summary>
        private static MethodBase? Written(MethodBase method)
        {
            if (method.DeclaringType is not { } type || method.Name.StartsWith('<'))
            {
                return null;
            }

            if (!type.Name.StartsWith('<'))
            {
                return method;
            }

            var written = type.DeclaringType?.GetMethods(
                    BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .FirstOrDefault(m =>
                    m.GetCustomAttribute<System.Runtime.CompilerServices.AsyncStateMachineAttribute>()?.StateMachineType == Open(type));
            return written?.Name.StartsWith('<') == true ? null : written;
        }

        private static Type Open(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
    }
}
