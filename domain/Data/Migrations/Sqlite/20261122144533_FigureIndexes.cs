using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatOpportunities.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FigureIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Entries_SalesCycleId_Active",
                table: "Entries");

            migrationBuilder.CreateIndex(
                name: "IX_Opportunities_NotStarted",
                table: "Opportunities",
                column: "InitialCloseDate",
                filter: "\"Status\" = 0");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_ActiveByValue",
                table: "Entries",
                columns: new[] { "EstimatedValue", "OpportunityId" },
                filter: "\"Active\"");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_ClosedByDay",
                table: "Entries",
                columns: new[] { "DateOfChange", "ActionTaken", "CloseReasonId", "EstimatedValue", "CurrentValue", "SalespersonId", "SalesCycleId" },
                filter: "\"Active\" AND \"StageId\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_SalesCycleId",
                table: "Entries",
                column: "SalesCycleId");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_StandingByCloseDate",
                table: "Entries",
                columns: new[] { "EstimatedCloseDate", "SalesCycleId", "Probability", "EstimatedValue", "SalespersonId" },
                filter: "\"Active\" AND \"StageId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_StandingByDayEntered",
                table: "Entries",
                columns: new[] { "StageEnteredOn", "SalesCycleId", "Probability", "EstimatedValue", "SalespersonId" },
                filter: "\"Active\" AND \"StageId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_StandingByStage",
                table: "Entries",
                columns: new[] { "SalesCycleId", "StageId", "SalespersonId", "Probability", "EstimatedValue" },
                filter: "\"Active\" AND \"StageId\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Opportunities_NotStarted",
                table: "Opportunities");

            migrationBuilder.DropIndex(
                name: "IX_Entries_ActiveByValue",
                table: "Entries");

            migrationBuilder.DropIndex(
                name: "IX_Entries_ClosedByDay",
                table: "Entries");

            migrationBuilder.DropIndex(
                name: "IX_Entries_SalesCycleId",
                table: "Entries");

            migrationBuilder.DropIndex(
                name: "IX_Entries_StandingByCloseDate",
                table: "Entries");

            migrationBuilder.DropIndex(
                name: "IX_Entries_StandingByDayEntered",
                table: "Entries");

            migrationBuilder.DropIndex(
                name: "IX_Entries_StandingByStage",
                table: "Entries");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_SalesCycleId_Active",
                table: "Entries",
                columns: new[] { "SalesCycleId", "Active" });
        }
    }
}
