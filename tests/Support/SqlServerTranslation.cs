using System.Collections;
using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using ChatOpportunities.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Support;

/// <summary>
/// Whatever the product asks of its database in any test, SQL Server's provider has to be able to say too, and SQL Server's own
/// parser to read: each query is translated and parsed when it first comes along, and the test that asked fails where it cannot be.
/// </summary>
internal sealed class SqlServerTranslation : IQueryExpressionInterceptor
{
    private static readonly SqlServerTranslation Instance = new();
    private static readonly DbContextOptions<SqlServerContext> Options =
        new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer("Server=nowhere").AddInterceptors(new NoServer()).Options;

    /// <summary>What has been translated and parsed so far.</summary>
    public static ConcurrentDictionary<string, bool> Translated { get; } = [];

    /// <summary>Looks at every query of a host.</summary>
    public static void Watch(IServiceCollection services)
    {
        services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(Instance));
        services.ConfigureDbContext<PostgreSqlContext>(options => options.AddInterceptors(Instance));
    }

    /// <summary>Everything that some work would have SQL Server do, none of which is done; the work finds nothing.</summary>
    public static async Task<IReadOnlyList<string>> AskedByAsync(Func<SqlServerContext, Task> work)
    {
        var commands = new NoServer();
        await using var db = new SqlServerContext(
            new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer("Server=nowhere").AddInterceptors(commands).Options);
        db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never; // there is nobody to begin one with
        await work(db);
        return [.. commands.Taken];
    }

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        if (eventData.Context is not SqlServerContext)
        {
            using var db = new SqlServerContext(Options);
            var moved = new ToSqlServer(db.Model);
            var query = moved.Visit(queryExpression);
            if (!moved.IsWrittenInSql)
            {
                GetType().GetMethod(nameof(Run), BindingFlags.NonPublic | BindingFlags.Static)!
                    .MakeGenericMethod(ToSqlServer.ResultOf(query))
                    .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [db, query, moved.Parameters], null);
            }
        }

        return queryExpression;
    }

    private static void Run<T>(SqlServerContext db, Expression query, Dictionary<string, object?> parameters)
    {
        var run = db.GetService<IDatabase>().CompileQuery<T>(query, async: false);
        var context = db.GetService<IQueryContextFactory>().Create();
        foreach (var (name, value) in parameters)
        {
            context.Parameters[name] = value;
        }

        try
        {
            if (run(context) is IEnumerable rows and not string)
            {
                foreach (var _ in rows)
                {
                }
            }
        }
        catch (InvalidOperationException none) when (none.Message.Contains("no elements", StringComparison.Ordinal))
        {
            // Nothing is there to be found.
        }
    }

    /// <summary>The same query on the other model.</summary>
    private sealed class ToSqlServer(IModel model) : ExpressionVisitor
    {
        public bool IsWrittenInSql { get; private set; }

        public Dictionary<string, object?> Parameters { get; } = [];

        public static Type ResultOf(Expression query) => query.Type.IsGenericType && typeof(IQueryable).IsAssignableFrom(query.Type)
            ? typeof(IEnumerable<>).MakeGenericType(query.Type.GetInterfaces().Append(query.Type)
                .Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IQueryable<>)).GetGenericArguments())
            : query.Type;

        protected override Expression VisitExtension(Expression node)
        {
            switch (node)
            {
                case EntityQueryRootExpression root when root.GetType() == typeof(EntityQueryRootExpression):
                    return new EntityQueryRootExpression(model.FindEntityType(root.EntityType.Name)!);
                case QueryRootExpression:
                    IsWrittenInSql = true;
                    return node;
                case QueryParameterExpression parameter:
                    Parameters[parameter.Name] = Some(parameter.Type);
                    return node;
                default:
                    return base.VisitExtension(node);
            }
        }

        private static object? Some(Type type)
        {
            if (type == typeof(string))
            {
                return "x";
            }

            var items = type.IsArray ? type.GetElementType() : type.GetInterfaces().Append(type)
                .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
            if (items is not null)
            {
                var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(items))!;
                list.Add(Some(items));
                list.Add(Some(items));
                return type.IsArray
                    ? typeof(Enumerable).GetMethod(nameof(Enumerable.ToArray))!.MakeGenericMethod(items).Invoke(null, [list])
                    : list;
            }

            return Nullable.GetUnderlyingType(type) is { } value ? Some(value) : type.IsValueType ? Activator.CreateInstance(type) : null;
        }
    }

    /// <summary>Takes every command and finds nothing.</summary>
    private sealed class NoServer : DbCommandInterceptor, IDbConnectionInterceptor
    {
        public ConcurrentQueue<string> Taken { get; } = [];

        public InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            InterceptionResult.Suppress();

        public InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            InterceptionResult.Suppress();

        public ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken) =>
            ValueTask.FromResult(InterceptionResult.Suppress());

        public ValueTask<InterceptionResult> ConnectionClosingAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            ValueTask.FromResult(InterceptionResult.Suppress());

        public override InterceptionResult<DbDataReader> ReaderExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            Keep(command);
            using var table = new DataTable();
            for (var column = 0; column < 200; column++)
            {
                table.Columns.Add().DataType = typeof(object); // as many as any query expects
            }

            return InterceptionResult<DbDataReader>.SuppressWithResult(table.CreateDataReader());
        }

        public override InterceptionResult<int> NonQueryExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
        {
            Keep(command);
            return InterceptionResult<int>.SuppressWithResult(0);
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(ReaderExecuting(command, eventData, result));

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(NonQueryExecuting(command, eventData, result));

        private void Keep(DbCommand command)
        {
            Taken.Enqueue(command.CommandText);
            if (!Translated.ContainsKey(command.CommandText))
            {
                TransactSql.MustRead(command.CommandText);
                Translated[command.CommandText] = true;
            }
        }
    }
}
