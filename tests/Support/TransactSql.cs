using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace ChatOpportunities.Tests.Support;

/// <summary>
/// T-SQL as SQL Server's own parser reads it, of the oldest version that is served (2019). It knows the grammar alone: whether a
/// table exists is for the tests of the model.
/// </summary>
internal static class TransactSql
{
    /// <summary>What a session sets that comes through SqlClient.</summary>
    public const bool QuotedIdentifiers = true;

    /// <summary>Every mistake of a text, those of the statements that it keeps in strings to be executed among them.</summary>
    /// <param name="sql">Batches, with <c>GO</c> between them where there are several.</param>
    /// <param name="quotedIdentifiers">What QUOTED_IDENTIFIER is before the first statement; the text may set it itself.</param>
    public static IReadOnlyList<string> MistakesIn(string sql, bool quotedIdentifiers) => [.. Read(sql, quotedIdentifiers).Mistakes];

    /// <summary>Every statement of a text, those in strings to be executed among them.</summary>
    public static IReadOnlyList<TSqlStatement> StatementsOf(string sql, bool quotedIdentifiers)
    {
        var (script, mistakes) = Read(sql, quotedIdentifiers);
        Assert.Empty(mistakes);
        return script;
    }

    /// <summary>Fails where a text is no T-SQL.</summary>
    public static void MustRead(string sql)
    {
        if (MistakesIn(sql, QuotedIdentifiers) is { Count: > 0 } mistakes)
        {
            throw new InvalidOperationException($"SQL Server cannot read this: {string.Join(' ', mistakes)}\n{sql}");
        }
    }

    private static (List<TSqlStatement> Statements, List<string> Mistakes) Read(string sql, bool quotedIdentifiers)
    {
        using var text = new StringReader(sql);
        var script = (TSqlScript?)new TSql150Parser(quotedIdentifiers).Parse(text, out var errors);
        var found = new Statements(quotedIdentifiers);
        script?.Accept(found);
        found.Mistakes.AddRange(errors.Select(e => $"Line {e.Line}, column {e.Column}: {e.Message}"));
        return (found.All, found.Mistakes);
    }

    /// <summary>Walks through a text in its order, and so knows what it has set before a string is executed.</summary>
    private sealed class Statements(bool quotedIdentifiers) : TSqlFragmentVisitor
    {
        private bool _quotedIdentifiers = quotedIdentifiers;

        public List<TSqlStatement> All { get; } = [];

        public List<string> Mistakes { get; } = [];

        public override void Visit(TSqlStatement node) => All.Add(node);

        public override void Visit(PredicateSetStatement node)
        {
            if (node.Options.HasFlag(SetOptions.QuotedIdentifier))
            {
                _quotedIdentifiers = node.IsOn;
            }
        }

        public override void Visit(ExecutableStringList node)
        {
            if (node.Strings.All(s => s is StringLiteral))
            {
                var (statements, mistakes) = Read(
                    string.Concat(node.Strings.Cast<StringLiteral>().Select(s => s.Value)), _quotedIdentifiers);
                All.AddRange(statements);
                Mistakes.AddRange(mistakes.Select(m => $"In the string of line {node.StartLine}: {m}"));
            }
        }
    }
}
