using Microsoft.EntityFrameworkCore.Migrations;

namespace ChatOpportunities.Domain.Data.Migrations;

/// <summary>
/// Moves what stood among the stored items into tables of its own, and gives what stays there its kind and owner. What ends by itself
/// within days (drafts, undo notes, files to be taken in, answers that did not arrive) is left to end.
/// </summary>
internal static class MovedItems
{
    /// <summary>The statements of one provider, after its tables are made.</summary>
    public static void Move(MigrationBuilder migration)
    {
        var isSqlServer = migration.ActiveProvider!.EndsWith("SqlServer", StringComparison.Ordinal);
        var isSqlite = migration.ActiveProvider.EndsWith("Sqlite", StringComparison.Ordinal);
        string From(string text, string at) => isSqlServer ? $"SUBSTRING({text}, {at}, 400)" : $"substr({text}, {at})";
        string Slash(string text) => isSqlServer ? $"CHARINDEX('/', {text})" : isSqlite ? $"instr({text}, '/')" : $"strpos({text}, '/')";
        string Before(string text) => isSqlServer ? $"SUBSTRING({text}, 1, {Slash(text)} - 1)" : $"substr({text}, 1, {Slash(text)} - 1)";
        void Run(string sql) => migration.Sql(isSqlServer ? InBrackets(sql) : sql);
        var (and, length) = isSqlServer ? ("+", "LEN") : ("||", "length");

        Run($"""
            INSERT INTO "ProtectionKeys" ("Name", "Xml")
            SELECT {From("\"Key\"", "16")}, "Value" FROM "StoredItems" WHERE "Key" LIKE 'protection-key/%';
            """);
        foreach (var (prefix, kind) in (ReadOnlySpan<(string, int)>)[("reference/", 0), ("group/", 1)])
        {
            Run($"""
                INSERT INTO "KnownConversations" ("TenantId", "Kind", "Name", "Reference", "Version")
                SELECT {Before("item.name")}, {kind}, {From("item.name", Slash("item.name") + " + 1")}, item."Value", item."Version"
                FROM (
                    SELECT {From("\"Key\"", $"{prefix.Length + 1}")} AS name, "Value", "Version" FROM "StoredItems"
                    WHERE "Key" LIKE '{prefix}%/%') AS item
                WHERE {length}(item.name) - {Slash("item.name")} <= 80;
                """);
        }

        Run($"""
            INSERT INTO "KnownConversations" ("TenantId", "Kind", "Name", "Reference", "Version")
            SELECT {From("\"Key\"", "8")}, 2, '', "Value", "Version" FROM "StoredItems" WHERE "Key" LIKE 'tenant/%';
            """);
        Run("""
            DELETE FROM "StoredItems"
            WHERE "Key" LIKE 'protection-key/%' OR "Key" LIKE 'reference/%' OR "Key" LIKE 'group/%' OR "Key" LIKE 'tenant/%';
            """);

        Run($"""
            UPDATE "StoredItems" SET "OwnerId" = CAST({From("\"Key\"", "7")} AS bigint), "Key" = "Key" {and} '/' WHERE "Key" LIKE 'views/%';
            """);
        Run($"""UPDATE "StoredItems" SET "Key" = 'wins//' {and} {From("\"Key\"", "6")} WHERE "Key" LIKE 'wins/%';""");
        Run("""UPDATE "StoredItems" SET "Key" = 'calendar//' WHERE "Key" = 'company/calendar';""");
        // Braces by their numbers: whoever runs the script through a formatter would stumble over them.
        var character = isSqlServer || isSqlite ? "char" : "chr";
        string Object(string json) => $"{character}(123) {and} {json} {and} {character}(125)";
        Run($"""
            UPDATE "StoredItems"
            SET "OwnerId" = CAST({From("\"Key\"", "9")} AS bigint), "Key" = "Key" {and} '/', "Value" = {Object($"'\"Tenant\":\"' {and} \"Value\" {and} '\"'")}
            WHERE "Key" LIKE 'address/%';
            """);
        Run($"""
            UPDATE "StoredItems" SET "Key" = 'replan//', "Value" = {Object($"'\"After\":' {and} \"Value\"")} WHERE "Key" = 'reminders/replan';
            """);
        Run($"""
            UPDATE "StoredItems" SET "Key" = 'planned-calendar//', "Value" = {Object($"'\"Print\":\"' {and} \"Value\" {and} '\"'")}
            WHERE "Key" = 'reminders/calendar';
            """);
    }

    /// <summary>Names in brackets, outside of texts: a console of SQL Server may take what is in double quotes for a text.</summary>
    internal static string InBrackets(string sql) => string.Join('\'', sql.Split('\'').Select(
        (part, at) => at % 2 == 0 ? string.Join("", part.Split('"').Select((piece, i) => i % 2 == 0 ? piece : $"[{piece}]")) : part));
}
