using Microsoft.EntityFrameworkCore.Migrations;

namespace ChatOpportunities.Domain.Data.Migrations;

/// <summary>Notes that the table of stays is to be filled from the beginning, which the start that follows does some at a time.</summary>
internal static class StaysToFill
{
    /// <summary>The statements of one provider, after its table is made.</summary>
    public static void Note(MigrationBuilder migration)
    {
        var isSqlServer = migration.ActiveProvider!.EndsWith("SqlServer", StringComparison.Ordinal);
        var isPostgreSql = migration.ActiveProvider.EndsWith("PostgreSQL", StringComparison.Ordinal);
        var (and, character) = (isSqlServer ? "+" : "||", isPostgreSql ? "chr" : "char");
        void Run(string sql) => migration.Sql(isSqlServer ? MovedItems.InBrackets(sql) : sql);

        Run("""DELETE FROM "StoredItems" WHERE "Key" = 'stays//';""");
        // Braces by their numbers: whoever runs the script through a formatter would stumble over them.
        Run($"""
            INSERT INTO "StoredItems" ("Key", "Value", "Version")
            VALUES ('stays//', {character}(123) {and} '"After":0' {and} {character}(125), 1);
            """);
    }
}
