using Microsoft.EntityFrameworkCore.Migrations;

namespace ChatOpportunities.Domain.Data.Migrations;

/// <summary>
/// Notes that something is to be filled from the beginning, some at a time, after a migration made the room for it. A database without
/// opportunities has nothing to be filled.
/// </summary>
internal static class WorkToFollow
{
    /// <summary>The statements of one provider, after its tables are made.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="key">Key of the note that says how far the work has come.</param>
    public static void Note(MigrationBuilder migration, string key)
    {
        var isSqlServer = migration.ActiveProvider!.EndsWith("SqlServer", StringComparison.Ordinal);
        var isPostgreSql = migration.ActiveProvider.EndsWith("PostgreSQL", StringComparison.Ordinal);
        var (and, character) = (isSqlServer ? "+" : "||", isPostgreSql ? "chr" : "char");
        void Run(string sql) => migration.Sql(isSqlServer ? MovedItems.InBrackets(sql) : sql);

        Run($"""DELETE FROM "StoredItems" WHERE "Key" = '{key}' AND EXISTS (SELECT 1 FROM "Opportunities");""");
        // Braces by their numbers: whoever runs the script through a formatter would stumble over them.
        Run($"""
            INSERT INTO "StoredItems" ("Key", "Value", "Version")
            SELECT '{key}', {character}(123) {and} '"After":0' {and} {character}(125), 1
            WHERE EXISTS (SELECT 1 FROM "Opportunities");
            """);
    }
}
