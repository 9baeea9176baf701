using ChatOpportunities.Domain.Audit;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ChatOpportunities.Domain.Data.Migrations;

/// <summary>
/// Puts right what came about before the database held that a started opportunity has one active entry, on a stage. The log of each
/// opportunity says so and asks for a look; no row of the history goes.
/// </summary>
internal static class ActiveEntries
{
    /// <summary>The statements of one provider, before its index and key are made.</summary>
    public static void PutRight(MigrationBuilder migration)
    {
        var isSqlServer = migration.ActiveProvider!.EndsWith("SqlServer", StringComparison.Ordinal);
        var isPostgreSql = migration.ActiveProvider.EndsWith("PostgreSQL", StringComparison.Ordinal);
        void Run(string sql) => migration.Sql(isSqlServer ? MovedItems.InBrackets(sql) : sql);
        string Active(string entry) => isPostgreSql ? $"{entry}.\"Active\"" : $"{entry}.\"Active\" = 1";
        var (inactive, now, nothing) = isPostgreSql ? ("false", "now()", "ARRAY[]::text[]")
            : isSqlServer ? ("0", "SYSUTCDATETIME()", "'[]'")
            : ("0", "strftime('%Y-%m-%d %H:%M:%f', 'now')", "'[]'");

        if (!isSqlServer && !isPostgreSql)
        {
            // SQLite changes a key by writing its table anew, in three transactions: what a process left that was killed between them.
            Run("""DROP TABLE IF EXISTS "ef_temp_Entries";""");
            Run("""DROP INDEX IF EXISTS "IX_Entries_OneActive";""");
        }

        const string Mine = "e.\"OpportunityId\" = \"Opportunities\".\"Id\"";
        var several = $"(SELECT COUNT(*) FROM \"Entries\" e WHERE {Mine} AND {Active("e")}) > 1";
        // On no stage of its cycle, which has some; a closed one stands on none.
        var nowhere = "\"Opportunities\".\"Status\" = 1"
            + $" AND EXISTS (SELECT 1 FROM \"Entries\" e WHERE {Mine} AND {Active("e")} AND e.\"StageId\" IS NULL)"
            + " AND EXISTS (SELECT 1 FROM \"SalesCycleStage\" s WHERE s.\"SalesCycleId\" = \"Opportunities\".\"SalesCycleId\")";
        void Tell(string those, string sentence)
        {
            Run($"""
                INSERT INTO "AuditEntries" ("At", "ById", "ByName", "Source", "Subject", "SubjectKey", "Sentence", "Arguments")
                SELECT {now}, NULL, 'ChatOpportunities', 3, '{AuditSubjects.Opportunity}', "No", '{sentence}', {nothing} FROM "Opportunities"
                WHERE {those};
                """);
            // Whoever looks at a card or form of before is told that it is old.
            Run($"""UPDATE "Opportunities" SET "Version" = "Version" + 1 WHERE {those};""");
        }

        Tell(several, AuditSentences.OneEntryKept);
        Run($"""
            UPDATE "Entries" SET "Active" = {inactive}, "Version" = "Version" + 1
            WHERE {Active("\"Entries\"")} AND EXISTS (
                SELECT 1 FROM "Entries" later
                WHERE later."OpportunityId" = "Entries"."OpportunityId" AND {Active("later")} AND later."Id" > "Entries"."Id");
            """);

        // As when one is opened again: the nearest stage that is left and not higher, else the first; with the figures it had.
        Tell(nowhere, AuditSentences.StageFound);
        var lost = $"""
            {Active("\"Entries\"")} AND "Entries"."StageId" IS NULL
            AND EXISTS (SELECT 1 FROM "Opportunities" WHERE "Opportunities"."Id" = "Entries"."OpportunityId" AND {nowhere})
            """;
        const string OfCycle = "FROM \"SalesCycleStage\" s WHERE s.\"SalesCycleId\" = \"Entries\".\"SalesCycleId\"";
        const string NotHigher = "s.\"Number\" <= \"Entries\".\"StageNumber\""
            + " AND s.\"CompletedPercent\" <= \"Entries\".\"CompletedPercent\"";
        Run($"""
            UPDATE "Entries" SET "Version" = "Version" + 1, "StageNumber" = COALESCE(
                (SELECT MAX(s."Number") {OfCycle} AND {NotHigher}), (SELECT MIN(s."Number") {OfCycle}))
            WHERE {lost};
            """);
        Run($"""
            UPDATE "Entries" SET "StageDescription" = COALESCE(
                (SELECT MIN(s."Description") {OfCycle} AND s."Number" = "Entries"."StageNumber"), "StageDescription")
            WHERE {lost};
            """);
        Run($"""
            UPDATE "Entries" SET "StageId" = (SELECT MIN(s."Id") {OfCycle} AND s."Number" = "Entries"."StageNumber")
            WHERE {lost};
            """);
    }
}
